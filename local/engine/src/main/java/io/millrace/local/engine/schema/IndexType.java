package io.millrace.local.engine.schema;

/** Where the entries of a secondary index live. */
public enum IndexType {
  /** Divided by the index's own key. */
  GLOBAL,
  /** Beside the rows they are of: the first key columns of index and table are the same. */
  LOCAL
}
