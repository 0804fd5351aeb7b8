package io.millrace.spark.row;

/** What a row to write does to the row of its key. */
public enum RowKind {
  /** It takes its place. */
  PUT,
  /** It sets or removes some of its columns. */
  UPDATE,
  /** It takes it away. */
  DELETE
}
