package io.millrace.local.engine.row;

import io.millrace.protocol.model.Row;

/** One write to one row of a table. */
public record RowWrite(
    String table, WriteType type, Row row, Condition condition, ReturnContent returnContent) {

  public static RowWrite put(String table, Row row) {
    return new RowWrite(table, WriteType.PUT, row, Condition.IGNORE, ReturnContent.NONE);
  }

  public static RowWrite update(String table, Row row) {
    return new RowWrite(table, WriteType.UPDATE, row, Condition.IGNORE, ReturnContent.NONE);
  }

  public static RowWrite delete(String table, Row row) {
    return new RowWrite(table, WriteType.DELETE, row, Condition.IGNORE, ReturnContent.NONE);
  }

  public RowWrite when(Condition newCondition) {
    return new RowWrite(table, type, row, newCondition, returnContent);
  }

  public RowWrite returning(ReturnContent newReturnContent) {
    return new RowWrite(table, type, row, condition, newReturnContent);
  }
}
