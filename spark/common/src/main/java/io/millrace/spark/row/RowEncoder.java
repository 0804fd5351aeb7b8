package io.millrace.spark.row;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import io.millrace.spark.error.UnwritableRowException;
import io.millrace.spark.schema.ServiceType;
import io.millrace.spark.schema.TableKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Turns Spark's rows into rows to write. Not for use by several threads. */
public final class RowEncoder {

  private final TableKey key;
  private final int[] keyOrdinals;
  private final CellReader[] keyReaders;
  private final List<String> attributes = new ArrayList<>();
  private final int[] nameSizes;
  private final int[] ordinals;
  private final CellReader[] readers;

  /**
   * An encoder for the rows of a query.
   *
   * @param schema the query's columns; all key columns are among them
   */
  public RowEncoder(TableKey key, StructType schema) {
    this.key = key;
    int keys = key.columns().size();
    keyOrdinals = new int[keys];
    keyReaders = new CellReader[keys];
    for (int i = 0; i < keys; i++) {
      keyOrdinals[i] = schema.fieldIndex(key.columns().get(i).name());
      keyReaders[i] = CellReader.of(schema.fields()[keyOrdinals[i]].dataType());
    }
    List<Integer> others = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (!key.names().contains(field.name())) {
        others.add(schema.fieldIndex(field.name()));
        attributes.add(field.name());
      }
    }
    ordinals = others.stream().mapToInt(Integer::intValue).toArray();
    readers = new CellReader[ordinals.length];
    nameSizes = new int[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      readers[i] = CellReader.of(schema.fields()[ordinals[i]].dataType());
      nameSizes[i] = attributes.get(i).length();
    }
  }

  /** The columns that are not of the key, in the order of {@link KeyedRow#values}. */
  public List<String> attributes() {
    return attributes;
  }

  /** The row to write; throws when a key column is NULL. */
  public KeyedRow encode(InternalRow row) {
    PrimaryKeyColumn[] keyColumns = new PrimaryKeyColumn[keyOrdinals.length];
    for (int i = 0; i < keyOrdinals.length; i++) {
      String name = key.columns().get(i).name();
      if (row.isNullAt(keyOrdinals[i])) {
        throw nullKey(name);
      }
      keyColumns[i] =
          new PrimaryKeyColumn(
              name, keyValue(key.columns().get(i).type(), keyReaders[i], row, keyOrdinals[i]));
    }
    PrimaryKey primaryKey = new PrimaryKey(keyColumns);
    int size = primaryKey.getDataSize();
    ColumnValue[] values = new ColumnValue[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      if (!row.isNullAt(ordinals[i])) {
        values[i] = readers[i].read(row, ordinals[i]);
        size += nameSizes[i] + values[i].getDataSize();
      }
    }
    return new KeyedRow(primaryKey, values, size);
  }

  private static PrimaryKeyValue keyValue(
      ServiceType type, CellReader reader, InternalRow row, int ordinal) {
    ColumnValue value = reader.read(row, ordinal);
    return switch (type) {
      case INTEGER -> PrimaryKeyValue.fromLong(value.asLong());
      case STRING -> PrimaryKeyValue.fromString(value.asString());
      case BINARY -> PrimaryKeyValue.fromBinary(value.asBinary());
      default -> throw new IllegalStateException("no key column is " + type);
    };
  }

  private RuntimeException nullKey(String column) {
    return new UnwritableRowException(
            "Key column '"
                + column
                + "' of table "
                + key.table()
                + " is NULL in a row to write, and a row without its whole key cannot be stored: leave"
                + " such rows out in the query, or give the column a value with COALESCE.")
        .unchecked();
  }

  /** Reads a value that is not NULL from a column of Spark's row. */
  @FunctionalInterface
  private interface CellReader {
    ColumnValue read(InternalRow row, int ordinal);

    static CellReader of(DataType type) {
      return switch (type.typeName()) {
        case "byte" -> (row, i) -> ColumnValue.fromLong(row.getByte(i));
        case "short" -> (row, i) -> ColumnValue.fromLong(row.getShort(i));
        case "integer" -> (row, i) -> ColumnValue.fromLong(row.getInt(i));
        case "long" -> (row, i) -> ColumnValue.fromLong(row.getLong(i));
        case "float" -> (row, i) -> ColumnValue.fromDouble(row.getFloat(i));
        case "double" -> (row, i) -> ColumnValue.fromDouble(row.getDouble(i));
        case "string" -> (row, i) -> ColumnValue.fromString(row.getUTF8String(i).toString());
        case "binary" -> (row, i) -> ColumnValue.fromBinary(row.getBinary(i));
        case "boolean" -> (row, i) -> ColumnValue.fromBoolean(row.getBoolean(i));
        default -> throw new IllegalArgumentException("no cell holds " + type.simpleString());
      };
    }
  }
}
