package io.millrace.protocol.plainbuffer;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows, keys and single values between their PlainBuffer form and the value model. Every row has
 * one form, whether it is a request's change, a read's result or a stream's record: what a cell or
 * a row carries is what is written. A cell with a delete or an increment belongs into requests and
 * records only, a sequence info into records only.
 *
 * <p>The decoders check the form, not the meaning: they take key columns of any type and count, and
 * cells in any combination. Where one row is expected, bytes after it are ignored; a client leaves
 * some there.
 *
 * <p>Not for use by several threads; meant to be kept.
 */
public final class RowCodec {
  private final PlainBufferReader reader = new PlainBufferReader();
  private final PlainBufferWriter writer = new PlainBufferWriter();
  private final List<PrimaryKeyColumn> keyColumns = new ArrayList<>();
  private final List<Cell> cells = new ArrayList<>();

  /**
   * Decodes the one row of a PutRow, UpdateRow or DeleteRow.
   *
   * @throws PlainBufferException if it is none
   */
  public Row decodeRow(ByteString document) {
    reader.reset(document);
    return takeFirstRow();
  }

  /**
   * Decodes a key, the end of a range or a key's prefix.
   *
   * @throws PlainBufferException if it is none, or if it carries cells or a delete marker
   */
  public PrimaryKey decodeKey(ByteString document) {
    Row row = decodeRow(document);
    if (row.size() > 0 || row.deleteMarker()) {
      throw new PlainBufferException("key carries cells or a delete marker");
    }
    return row.primaryKey();
  }

  /**
   * Decodes any number of rows.
   *
   * @throws PlainBufferException if one of them is broken
   */
  public List<Row> decodeRows(ByteString document) {
    reader.reset(document);
    List<Row> rows = new ArrayList<>();
    while (reader.nextRow()) {
      rows.add(takeRow());
    }
    return rows;
  }

  /**
   * Decodes a bare variant, as filters and partition ranges have it.
   *
   * @throws PlainBufferException if it is none
   */
  public Value decodeValue(ByteString variant) {
    return reader.bareValue(variant);
  }

  /** The document of one row. */
  public ByteString encodeRow(Row row) {
    writer.clear();
    writer.header();
    write(writer, row);
    return writer.toByteString();
  }

  /** The document of any number of rows; empty for none. */
  public ByteString encodeRows(List<Row> rows) {
    writer.clear();
    if (!rows.isEmpty()) {
      writer.header();
    }
    for (Row row : rows) {
      write(writer, row);
    }
    return writer.toByteString();
  }

  /** The document of a row that has nothing but a key. */
  public ByteString encodeKey(PrimaryKey key) {
    return encodeRow(Row.of(key));
  }

  /** A bare variant, as filters and partition ranges have it. */
  public ByteString encodeValue(Value value) {
    writer.clear();
    writer.bareValue(value);
    return writer.toByteString();
  }

  /** Writes a row after what the writer already has. */
  public static void write(PlainBufferWriter writer, Row row) {
    writer.beginRow();
    PrimaryKey key = row.primaryKey();
    for (int i = 0; i < key.size(); i++) {
      writer.keyCell(key.name(i), key.value(i));
    }
    for (int i = 0; i < row.size(); i++) {
      writer.cell(row.cell(i));
    }
    writer.endRow(row.deleteMarker(), row.sequenceInfo().orElse(null));
  }

  private Row takeFirstRow() {
    if (!reader.nextRow()) {
      throw new PlainBufferException("there is no row");
    }
    return takeRow();
  }

  private Row takeRow() {
    keyColumns.clear();
    cells.clear();
    while (reader.nextKeyCell()) {
      keyColumns.add(keyColumn());
    }
    while (reader.nextCell()) {
      long timestamp = reader.hasTimestamp() ? timestamp(reader.timestamp()) : Cell.NO_TIMESTAMP;
      cells.add(new Cell(reader.name(), reader.value(), timestamp, reader.cellType()));
    }
    Row row = Row.of(PrimaryKey.of(keyColumns), cells);
    if (reader.deleteMarker()) {
      row = row.withDeleteMarker();
    }
    return reader.hasSequenceInfo() ? row.withSequenceInfo(reader.sequenceInfo()) : row;
  }

  private PrimaryKeyColumn keyColumn() {
    if (reader.type() == null) {
      throw new PlainBufferException("key column '" + reader.name() + "' has no value");
    }
    if (reader.hasTimestamp() || reader.cellType() != CellType.PUT) {
      throw new PlainBufferException(
          "key column '" + reader.name() + "' has a timestamp or a cell type");
    }
    return new PrimaryKeyColumn(reader.name(), reader.value());
  }

  /** The one number that means "none" in the model is out of range like its neighbour. */
  private static long timestamp(long fromWire) {
    return fromWire == Cell.NO_TIMESTAMP ? fromWire + 1 : fromWire;
  }
}
