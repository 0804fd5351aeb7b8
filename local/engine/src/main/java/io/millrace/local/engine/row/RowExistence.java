package io.millrace.local.engine.row;

/** What a write expects of the row it goes to. */
public enum RowExistence {
  IGNORE,
  EXPECT_EXIST,
  EXPECT_NOT_EXIST
}
