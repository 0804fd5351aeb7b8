package io.millrace.spark.options;

/** What a read does with a cell whose value is none of its column's type. */
public enum MismatchAction {
  /** The query fails and names the cell. */
  FAIL,
  /** The column is NULL in that row. */
  NULL,
  /** A string column takes the value as text; any other column fails. */
  STRING
}
