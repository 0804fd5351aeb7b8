package io.millrace.local.engine.row;

import io.millrace.local.engine.filter.Filter;

/**
 * What must hold for a write to be done.
 *
 * @param filter evaluated on the newest versions of the row as it is, or null
 */
public record Condition(RowExistence existence, Filter filter) {

  /** Always holds. */
  public static final Condition IGNORE = new Condition(RowExistence.IGNORE, null);

  public static final Condition EXPECT_EXIST = new Condition(RowExistence.EXPECT_EXIST, null);

  public static final Condition EXPECT_NOT_EXIST =
      new Condition(RowExistence.EXPECT_NOT_EXIST, null);

  /** Tells whether there is nothing to check. */
  public boolean isTrivial() {
    return existence == RowExistence.IGNORE && filter == null;
  }
}
