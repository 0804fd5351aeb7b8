package io.millrace.protocol.model;

/** What a cell does to its column. */
public enum CellType {
  /** Sets one version; every cell that a read returns is of this type. */
  PUT,
  /** Removes every version of the column; carries neither value nor timestamp. */
  DELETE_ALL_VERSION,
  /** Removes the version of the timestamp; carries no value. */
  DELETE_ONE_VERSION,
  /** Adds an integer to the newest version. */
  INCREMENT
}
