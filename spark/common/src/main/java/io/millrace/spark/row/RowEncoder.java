package io.millrace.spark.row;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import io.millrace.spark.error.UnwritableRowException;
import io.millrace.spark.options.NullAction;
import io.millrace.spark.schema.RecordColumns;
import io.millrace.spark.schema.ServiceType;
import io.millrace.spark.schema.TableKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Turns Spark's rows into rows to write. Not for use by several threads. */
public final class RowEncoder {

  private static final int NONE = -1;
  private static final UTF8String PUT = UTF8String.fromString("PUT");

  private final TableKey key;
  private final RowKind usualKind;
  private final NullAction nulls;
  private final int[] keyOrdinals;
  private final CellReader[] keyReaders;
  private final List<String> attributes = new ArrayList<>();
  private final int[] nameSizes;
  private final int[] ordinals;
  private final CellReader[] readers;
  private final int kindOrdinal;

  /** Where the row says what was done to each attribute, or {@link #NONE}. */
  private final int[] changeOrdinals;

  /**
   * An encoder for the rows of a query.
   *
   * @param schema the query's columns; all key columns are among them, but for those whose value
   *     the service makes
   * @param usualKind what a row does that does not say so itself, in {@link
   *     RecordColumns#RECORD_TYPE}
   * @param nulls what a NULL does in a column that the row says nothing else of
   */
  public RowEncoder(TableKey key, StructType schema, RowKind usualKind, NullAction nulls) {
    this.key = key;
    this.usualKind = usualKind;
    this.nulls = nulls;
    int keys = key.columns().size();
    keyOrdinals = new int[keys];
    keyReaders = new CellReader[keys];
    for (int i = 0; i < keys; i++) {
      keyOrdinals[i] = ordinal(schema, key.columns().get(i).name());
      if (keyOrdinals[i] != NONE) {
        keyReaders[i] = CellReader.of(schema.fields()[keyOrdinals[i]].dataType());
      }
    }
    List<Integer> others = new ArrayList<>();
    for (StructField field : schema.fields()) {
      if (!key.names().contains(field.name()) && !RecordColumns.isRecordColumn(field.name())) {
        others.add(schema.fieldIndex(field.name()));
        attributes.add(field.name());
      }
    }
    ordinals = others.stream().mapToInt(Integer::intValue).toArray();
    readers = new CellReader[ordinals.length];
    nameSizes = new int[ordinals.length];
    changeOrdinals = new int[ordinals.length];
    for (int i = 0; i < ordinals.length; i++) {
      readers[i] = CellReader.of(schema.fields()[ordinals[i]].dataType());
      nameSizes[i] = attributes.get(i).length();
      changeOrdinals[i] = ordinal(schema, RecordColumns.COLUMN_TYPE_PREFIX + attributes.get(i));
    }
    kindOrdinal = ordinal(schema, RecordColumns.RECORD_TYPE);
  }

  private static int ordinal(StructType schema, String name) {
    return Arrays.asList(schema.fieldNames()).indexOf(name);
  }

  /** The columns that are not of the key, in the order of {@link KeyedRow#values}. */
  public List<String> attributes() {
    return attributes;
  }

  /** The row to write. */
  public KeyedRow encode(InternalRow row) throws UnwritableRowException {
    PrimaryKeyColumn[] keyColumns = new PrimaryKeyColumn[keyOrdinals.length];
    for (int i = 0; i < keyOrdinals.length; i++) {
      keyColumns[i] = new PrimaryKeyColumn(key.columns().get(i).name(), keyValue(row, i));
    }
    PrimaryKey primaryKey = new PrimaryKey(keyColumns);
    RowKind kind = kind(row, primaryKey);
    int size = size(primaryKey);
    ColumnValue[] values = new ColumnValue[ordinals.length];
    for (int i = 0; i < ordinals.length && kind != RowKind.DELETE; i++) {
      values[i] =
          row.isNullAt(ordinals[i])
              ? ofNull(row, i, kind, primaryKey)
              : readers[i].read(row, ordinals[i]);
      if (values[i] != null) {
        size += nameSizes[i] + values[i].getDataSize();
      }
    }
    return new KeyedRow(kind, primaryKey, values, size);
  }

  private static int size(PrimaryKey key) {
    int size = 0;
    for (PrimaryKeyColumn column : key.getPrimaryKeyColumns()) {
      PrimaryKeyValue value = column.getValue();
      size +=
          column.getName().length() + (value.isPlaceHolderForAutoIncr() ? 8 : value.getDataSize());
    }
    return size;
  }

  private PrimaryKeyValue keyValue(InternalRow row, int i) throws UnwritableRowException {
    TableKey.Column column = key.columns().get(i);
    if (keyOrdinals[i] == NONE || row.isNullAt(keyOrdinals[i])) {
      if (column.autoIncrement()) {
        return PrimaryKeyValue.AUTO_INCREMENT;
      }
      throw nullKey(column.name());
    }
    return keyValue(column.type(), keyReaders[i], row, keyOrdinals[i]);
  }

  private RowKind kind(InternalRow row, PrimaryKey key) throws UnwritableRowException {
    if (kindOrdinal == NONE || row.isNullAt(kindOrdinal)) {
      return usualKind;
    }
    String text = row.getUTF8String(kindOrdinal).toString();
    return switch (text) {
      case "PUT" -> RowKind.PUT;
      case "UPDATE" -> RowKind.UPDATE;
      case "DELETE" -> RowKind.DELETE;
      default ->
          throw new UnwritableRowException(
              "Column '"
                  + RecordColumns.RECORD_TYPE
                  + "' is '"
                  + text
                  + "' in the row with key "
                  + KeyedRow.show(key)
                  + " for table "
                  + this.key.table()
                  + ": make it PUT, UPDATE or DELETE.");
    };
  }

  private ColumnValue ofNull(InternalRow row, int i, RowKind kind, PrimaryKey key)
      throws UnwritableRowException {
    if (changeOrdinals[i] != NONE) {
      boolean removes =
          !row.isNullAt(changeOrdinals[i]) && !row.getUTF8String(changeOrdinals[i]).equals(PUT);
      return removes && kind == RowKind.UPDATE ? KeyedRow.REMOVED : null;
    }
    if (nulls == NullAction.FAIL) {
      throw new UnwritableRowException(
          "Column '"
              + attributes.get(i)
              + "' is NULL in the row with key "
              + KeyedRow.show(key)
              + " for table "
              + this.key.table()
              + ", which writer.null.action refuses: give it a value with COALESCE, or set"
              + " writer.null.action to ignore or delete.");
    }
    return nulls == NullAction.DELETE && kind == RowKind.UPDATE ? KeyedRow.REMOVED : null;
  }

  /** The values of a row by their columns, for a reader of refused rows; NULLs are left out. */
  public Map<String, ColumnValue> describe(InternalRow row) {
    Map<String, ColumnValue> values = new LinkedHashMap<>();
    for (int i = 0; i < keyOrdinals.length; i++) {
      if (keyOrdinals[i] != NONE && !row.isNullAt(keyOrdinals[i])) {
        values.put(key.columns().get(i).name(), keyReaders[i].read(row, keyOrdinals[i]));
      }
    }
    for (int i = 0; i < ordinals.length; i++) {
      if (!row.isNullAt(ordinals[i])) {
        values.put(attributes.get(i), readers[i].read(row, ordinals[i]));
      }
    }
    return values;
  }

  /** The same of a row that was encoded. */
  public Map<String, ColumnValue> describe(KeyedRow row) {
    Map<String, ColumnValue> values = new LinkedHashMap<>();
    for (PrimaryKeyColumn column : row.key().getPrimaryKeyColumns()) {
      if (!column.getValue().isPlaceHolderForAutoIncr()) {
        values.put(column.getName(), columnValue(column.getValue()));
      }
    }
    for (int i = 0; i < attributes.size(); i++) {
      if (row.values()[i] != null && !KeyedRow.isRemoval(row.values()[i])) {
        values.put(attributes.get(i), row.values()[i]);
      }
    }
    return values;
  }

  private static ColumnValue columnValue(PrimaryKeyValue value) {
    return switch (value.getType()) {
      case INTEGER -> ColumnValue.fromLong(value.asLong());
      case STRING -> ColumnValue.fromString(value.asString());
      default -> ColumnValue.fromBinary(value.asBinary());
    };
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

  private UnwritableRowException nullKey(String column) {
    return new UnwritableRowException(
        "Key column '"
            + column
            + "' of table "
            + key.table()
            + " is NULL in a row to write, and a row without its whole key cannot be stored: leave"
            + " such rows out in the query, or give the column a value with COALESCE.");
  }
}
