package io.millrace.spark.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.ValueType;
import io.millrace.protocol.plainbuffer.PlainBufferReader;
import io.millrace.protocol.wire.ActionType;
import io.millrace.spark.error.UnreadableCellException;
import io.millrace.spark.schema.DiscoveredSchema;
import io.millrace.spark.schema.RecordColumns;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Decodes PlainBuffer rows into Spark's rows, one pass over the cells, without an allocation per
 * row or cell. Cells of columns that the schema does not have are passed over.
 *
 * <p>Of several versions of a column in one row the newest is taken; of equal ones, or after a
 * deletion in the same record, the last.
 *
 * <p>The row it returns is the same object each time. Not for use by several threads.
 */
public final class RowDecoder {

  private static final Map<ActionType, byte[]> RECORD_TYPES = recordTypes();
  private static final byte[] PUT = "PUT".getBytes(UTF_8);
  private static final byte[] DELETE_ONE_VERSION = "DELETE_ONE_VERSION".getBytes(UTF_8);
  private static final byte[] DELETE_ALL_VERSION = "DELETE_ALL_VERSION".getBytes(UTF_8);

  private final String table;
  private final DecodedColumn[] columns;
  private final PlainBufferReader reader;
  private final UnsafeRowWriter writer;
  private final Mismatches mismatches;
  private int recordTypeOrdinal = DecodedColumn.NONE;
  private int recordTimestampOrdinal = DecodedColumn.NONE;
  private byte[] document = {};
  private int documentOffset;
  private int documentLength;
  private long rowsBeforeDocument;
  private long rows;

  /**
   * A decoder that fails at the first cell that does not fit its column.
   *
   * @param table the table's name, for errors
   * @param schema the columns to fill, those that describe the record included
   */
  public RowDecoder(String table, StructType schema) {
    this(table, schema, Mismatches.fatal());
  }

  /**
   * A decoder for rows of a table.
   *
   * @param table the table's name, for errors
   * @param schema the columns to fill, those that describe the record included
   * @param mismatches what becomes of cells that do not fit their columns
   */
  public RowDecoder(String table, StructType schema, Mismatches mismatches) {
    this.table = table;
    this.mismatches = mismatches;
    Map<String, DecodedColumn> byName = new LinkedHashMap<>();
    StructField[] fields = schema.fields();
    for (int i = 0; i < fields.length; i++) {
      place(fields[i], i, byName);
    }
    columns = byName.values().toArray(new DecodedColumn[0]);
    reader = new PlainBufferReader(new ArrayList<>(byName.keySet()));
    writer = new UnsafeRowWriter(fields.length, 64 * fields.length);
  }

  private void place(StructField field, int ordinal, Map<String, DecodedColumn> byName) {
    String name = field.name();
    if (name.equals(RecordColumns.RECORD_TYPE)) {
      recordTypeOrdinal = ordinal;
    } else if (name.equals(RecordColumns.RECORD_TIMESTAMP)) {
      recordTimestampOrdinal = ordinal;
    } else if (RecordColumns.describedColumn(name).isPresent()) {
      String described = RecordColumns.describedColumn(name).get();
      byName.computeIfAbsent(described, DecodedColumn::new).changeOrdinal = ordinal;
    } else {
      byName
          .computeIfAbsent(name, DecodedColumn::new)
          .holdsValue(
              ordinal,
              field.dataType(),
              mismatches.becomeText() || DiscoveredSchema.isMixed(field));
    }
  }

  /** Starts on a PlainBuffer document; it may hold several rows. */
  public void start(byte[] bytes, int offset, int length) {
    document = bytes;
    documentOffset = offset;
    documentLength = length;
    rowsBeforeDocument = rows;
    reader.reset(bytes, offset, length);
  }

  /**
   * Decodes the next row of the document. A value that does not fit its column ends in an {@link
   * UnreadableCellException}.
   *
   * @param action what the record says was done; {@code PUT_ROW} for a row that was simply read
   * @return the row, valid until the next call, or null at the end of the document
   */
  public UnsafeRow next(ActionType action) {
    if (!reader.nextRow()) {
      return null;
    }
    rows++;
    writer.reset();
    writer.zeroOutNullBytes();
    while (reader.nextKeyCell()) {
      DecodedColumn column = current();
      if (column != null && column.ordinal != DecodedColumn.NONE) {
        writeValue(column, Long.MAX_VALUE);
      }
    }
    while (reader.nextCell()) {
      DecodedColumn column = current();
      if (column != null) {
        take(column);
      }
    }
    describe(action);
    for (DecodedColumn column : columns) {
      setNullWhereNothingCame(column);
    }
    return writer.getRow();
  }

  private DecodedColumn current() {
    int index = reader.nameIndex();
    return index < 0 ? null : columns[index];
  }

  private void take(DecodedColumn column) {
    CellType change = reader.cellType();
    if (change == CellType.PUT) {
      long version = reader.hasTimestamp() ? reader.timestamp() : Long.MAX_VALUE;
      if (column.valueRow == rows && version < column.version) {
        return;
      }
      if (column.ordinal == DecodedColumn.NONE) {
        column.valueRow = rows;
        column.version = version;
      } else {
        writeValue(column, version);
      }
    } else {
      column.valueRow = 0;
    }
    if (column.changeOrdinal != DecodedColumn.NONE) {
      writer.write(column.changeOrdinal, changeName(change));
      column.changeRow = rows;
    }
  }

  private void writeValue(DecodedColumn column, long version) {
    column.unfitRow = 0;
    if (!column.writer.write(reader, writer, column.ordinal)) {
      takeUnfit(column);
    }
    column.valueRow = rows;
    column.version = version;
  }

  private void takeUnfit(DecodedColumn column) {
    if (column.takesText) {
      if (mismatches.becomeText()) {
        mismatches.count(column.name, () -> describe(column));
      }
      CellWriter.writeText(reader, writer, column.ordinal);
    } else if (mismatches.becomeNull()) {
      mismatches.count(column.name, () -> describe(column));
      column.unfitRow = rows;
    } else {
      throw new UnreadableCellException(
              describe(column)
                  + ": correct the type in catalog, or set the option type.mismatch"
                  + (mismatches.becomeText() ? " to null." : "."))
          .unchecked();
    }
  }

  private static byte[] changeName(CellType change) {
    return switch (change) {
      case DELETE_ONE_VERSION -> DELETE_ONE_VERSION;
      case DELETE_ALL_VERSION -> DELETE_ALL_VERSION;
      default -> PUT;
    };
  }

  private void describe(ActionType action) {
    if (recordTypeOrdinal != DecodedColumn.NONE) {
      writer.write(recordTypeOrdinal, RECORD_TYPES.get(action));
    }
    if (recordTimestampOrdinal != DecodedColumn.NONE) {
      writer.write(
          recordTimestampOrdinal, reader.hasSequenceInfo() ? reader.sequenceTimestamp() : 0L);
    }
  }

  private void setNullWhereNothingCame(DecodedColumn column) {
    if (column.ordinal != DecodedColumn.NONE
        && (column.valueRow != rows || column.unfitRow == rows)) {
      writer.setNullAt(column.ordinal);
    }
    if (column.changeOrdinal != DecodedColumn.NONE && column.changeRow != rows) {
      writer.setNullAt(column.changeOrdinal);
    }
  }

  private String describe(DecodedColumn column) {
    String cell =
        reader.type() == ValueType.INTEGER
            ? "the INTEGER " + reader.longValue()
            : "a value of type " + reader.type();
    return "Column '"
        + column.name
        + "' of table "
        + table
        + " holds "
        + cell
        + " in the row with key "
        + RowKeys.ofRow(document, documentOffset, documentLength, rows - rowsBeforeDocument)
        + ", which does not fit the type "
        + column.type.simpleString()
        + " of the schema";
  }

  private static Map<ActionType, byte[]> recordTypes() {
    Map<ActionType, byte[]> types = new EnumMap<>(ActionType.class);
    for (ActionType type : ActionType.values()) {
      types.put(type, type.name().replace("_ROW", "").getBytes(UTF_8));
    }
    return types;
  }
}
