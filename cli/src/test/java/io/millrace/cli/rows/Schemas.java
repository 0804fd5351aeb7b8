package io.millrace.cli.rows;

import io.millrace.cli.rows.RowSchema.KeyColumn;
import java.util.List;

/** The tables of these tests. */
final class Schemas {
  static final RowSchema ORDERS =
      new RowSchema(
          "OrderSource",
          List.of(
              new KeyColumn("UserId", CellType.STRING, false),
              new KeyColumn("OrderId", CellType.STRING, false)),
          ColumnTypes.NONE);

  static final RowSchema UPLOADS =
      new RowSchema(
          "uploads",
          List.of(
              new KeyColumn("uid", CellType.BINARY, false),
              new KeyColumn("day", CellType.INTEGER, false),
              new KeyColumn("pid", CellType.INTEGER, true)),
          ColumnTypes.parse("size:double"));

  private Schemas() {}
}
