package io.millrace.spark.options;

/** What a NULL does that is not in a key column. */
public enum NullAction {
  /** It is not written: an update leaves the column as it is. */
  IGNORE,
  /** An update removes the column. */
  DELETE,
  /** The row is refused. */
  FAIL
}
