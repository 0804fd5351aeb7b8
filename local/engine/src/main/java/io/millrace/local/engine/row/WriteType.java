package io.millrace.local.engine.row;

/** What a write does to its row. */
public enum WriteType {
  /** Replaces the row. */
  PUT,
  /** Changes cells of the row. */
  UPDATE,
  /** Removes the row. */
  DELETE
}
