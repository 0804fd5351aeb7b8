package io.millrace.spark.options;

/** Where the extents of batches are recorded. */
public enum ClaimPlace {
  /** Files where the checkpoint's file system can create a file atomically, else a table. */
  AUTO,
  /** Files under the checkpoint directory. */
  FILES,
  /** Rows of a Tablestore table, written with a condition. */
  TABLE
}
