package io.millrace.spark.options;

/** How a row reaches the sink's table. */
public enum RowChangeKind {
  /** The row replaces the one with its key: columns it does not have are gone. */
  PUT,
  /** The row's columns are set; others keep their values. */
  UPDATE
}
