package io.millrace.spark.row;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;

/** Reads a value that is not NULL from a column of Spark's row. */
@FunctionalInterface
interface CellReader {

  ColumnValue read(InternalRow row, int ordinal);

  /** The reader for a column's type. */
  static CellReader of(DataType type) {
    if (type instanceof DecimalType decimal) {
      return (row, i) ->
          ColumnValue.fromString(
              Decimals.text(row.getDecimal(i, decimal.precision(), decimal.scale())));
    }
    return switch (type.typeName()) {
      case "byte" -> (row, i) -> ColumnValue.fromLong(row.getByte(i));
      case "short" -> (row, i) -> ColumnValue.fromLong(row.getShort(i));
      case "integer", "date" -> (row, i) -> ColumnValue.fromLong(row.getInt(i));
      case "long", "timestamp", "timestamp_ntz" -> (row, i) -> ColumnValue.fromLong(row.getLong(i));
      case "float" -> (row, i) -> ColumnValue.fromDouble(row.getFloat(i));
      case "double" -> (row, i) -> ColumnValue.fromDouble(row.getDouble(i));
      case "string" -> (row, i) -> ColumnValue.fromString(row.getUTF8String(i).toString());
      case "binary" -> (row, i) -> ColumnValue.fromBinary(row.getBinary(i));
      case "boolean" -> (row, i) -> ColumnValue.fromBoolean(row.getBoolean(i));
      default -> throw new IllegalArgumentException("no cell holds " + type.simpleString());
    };
  }
}
