package io.millrace.local.engine;

import io.millrace.local.engine.row.ReturnContent;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteType;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.error.SchemaErrors;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.DoubleValue;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.StringValue;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;

/** What can be wrong with a write whatever its table is. */
final class WriteCheck {

  private WriteCheck() {}

  static void check(RowWrite write) {
    Names.checkTable(write.table());
    Row row = write.row();
    checkKey(row.primaryKey());
    if (write.type() == WriteType.DELETE) {
      if (row.size() > 0) {
        throw RowErrors.deleteWithCells();
      }
      return;
    }
    if (row.deleteMarker()) {
      throw RowErrors.deleteMarkerUnexpected();
    }
    if (row.size() > Limits.COLUMNS_PER_WRITE) {
      throw RowErrors.attributeCount(row.size());
    }
    if (write.type() == WriteType.UPDATE && row.size() == 0) {
      throw RowErrors.attributeMissing();
    }
    for (int i = 0; i < row.size(); i++) {
      checkCell(row.cell(i), write.type());
    }
    if (write.returnContent().type() != ReturnContent.Type.NONE) {
      write.returnContent().columns().forEach(column -> checkIsReturned(write, column));
    }
  }

  private static void checkIsReturned(RowWrite write, String column) {
    Row row = write.row();
    boolean modified = write.returnContent().type() == ReturnContent.Type.AFTER_MODIFY;
    for (int i = 0; modified && i < row.size(); i++) {
      if (row.cell(i).type() == CellType.INCREMENT && row.cell(i).name().equals(column)) {
        return;
      }
    }
    throw RowErrors.returnedColumnNotIncremented(column);
  }

  /** Refuses key values that no row can have. */
  static void checkKey(PrimaryKey key) {
    checkKeySize(key);
    for (int i = 0; i < key.size(); i++) {
      Value value = key.value(i);
      if (value.type().isInfinite()) {
        throw RowErrors.primaryKeyValueType(value.type());
      }
      if (value.size() > Limits.PRIMARY_KEY_VALUE_SIZE) {
        throw RowErrors.primaryKeyTooLong(key.name(i), value.size());
      }
      checkText(key.name(i), value);
    }
  }

  /** Refuses a number of key columns that no table can have. */
  static void checkKeySize(PrimaryKey key) {
    if (key.size() == 0 || key.size() > Limits.PRIMARY_KEY_COLUMNS) {
      throw SchemaErrors.primaryKeyCount();
    }
  }

  private static void checkCell(Cell cell, WriteType type) {
    Names.checkColumn(cell.name());
    if (type == WriteType.PUT && cell.type() != CellType.PUT) {
      throw RowErrors.putWithOperation(cell.name());
    }
    switch (cell.type()) {
      case PUT, INCREMENT -> checkValue(cell);
      case DELETE_ONE_VERSION, DELETE_ALL_VERSION -> checkDelete(cell);
    }
    if (cell.hasTimestamp()
        && (cell.timestamp() < 0 || cell.timestamp() >= Limits.TIMESTAMP_BOUND)) {
      throw RowErrors.timestampRange();
    }
  }

  private static void checkValue(Cell cell) {
    Value value = cell.value();
    if (value == null) {
      throw RowErrors.putWithoutValue();
    }
    if (value.type().isInfinite() || value.type() == ValueType.AUTO_INCREMENT) {
      throw RowErrors.attributeValueType(value.type());
    }
    if (value.size() > Limits.ATTRIBUTE_VALUE_SIZE) {
      throw RowErrors.attributeTooLong(cell.name(), value.size());
    }
    checkText(cell.name(), value);
    if (value instanceof DoubleValue number) {
      if (Double.isNaN(number.value())) {
        throw RowErrors.notANumber();
      }
      if (Double.isInfinite(number.value())) {
        throw RowErrors.infinity();
      }
    }
    if (cell.type() == CellType.INCREMENT && value.type() != ValueType.INTEGER) {
      throw RowErrors.attributeValueType(value.type());
    }
  }

  private static void checkText(String column, Value value) {
    if (value instanceof StringValue text && !text.isUtf8()) {
      throw RowErrors.notUtf8(column);
    }
  }

  private static void checkDelete(Cell cell) {
    if (cell.value() != null) {
      throw RowErrors.deleteWithValue();
    }
    if (cell.type() == CellType.DELETE_ONE_VERSION && !cell.hasTimestamp()) {
      throw RowErrors.deleteOneWithoutTimestamp();
    }
    if (cell.type() == CellType.DELETE_ALL_VERSION && cell.hasTimestamp()) {
      throw RowErrors.deleteAllWithTimestamp();
    }
  }
}
