package io.millrace.spark.options;

/** What a batch read may use; the search index of the older connector is not one of them. */
public enum ReadEngine {
  /** Ranges of the table. */
  KV,
  /** The same: ranges are all there is to choose from. */
  AUTO
}
