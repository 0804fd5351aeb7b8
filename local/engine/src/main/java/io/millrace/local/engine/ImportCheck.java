package io.millrace.local.engine;

import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.schema.DefinedColumn;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.model.Cell;

/** What can be wrong with a row of a BulkImport that is not wrong with a row of other writes. */
final class ImportCheck {

  private ImportCheck() {}

  /** Refuses values of defined columns that have another type. */
  static void check(Table table, RowWrite write) {
    for (int i = 0; i < write.row().size(); i++) {
      Cell cell = write.row().cell(i);
      if (cell.value() == null) {
        continue;
      }
      for (DefinedColumn column : table.schema().definedColumns()) {
        if (column.name().equals(cell.name()) && column.type() != cell.value().type()) {
          throw RowErrors.definedColumnType(cell.name(), column.type(), cell.value().type());
        }
      }
    }
  }
}
