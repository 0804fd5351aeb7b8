package io.millrace.protocol.plainbuffer;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.BinaryValue;
import io.millrace.protocol.model.BooleanValue;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.DoubleValue;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.SequenceInfo;
import io.millrace.protocol.model.StringValue;
import io.millrace.protocol.model.Value;

/**
 * Writes PlainBuffer documents: {@link #header}, then for each row {@link #beginRow}, its {@link
 * #keyCell}s, its {@link #cell}s and {@link #endRow}. The order of calls is the caller's affair.
 *
 * <p>Not for use by several threads; meant to be kept and {@link #clear}ed.
 */
public final class PlainBufferWriter {
  private final GrowingBuffer out;
  private int rowCrc;
  private boolean inCells;

  public PlainBufferWriter() {
    this(1024);
  }

  /**
   * @param capacity bytes to begin with; it grows as needed
   */
  public PlainBufferWriter(int capacity) {
    out = new GrowingBuffer(capacity);
  }

  /** Begins a document. A document without rows is empty: it has no header either. */
  public void header() {
    out.putInt(Tags.HEADER);
  }

  public void beginRow() {
    out.putByte(Tags.ROW_PK);
    rowCrc = 0;
    inCells = false;
  }

  public void keyCell(String name, Value value) {
    cell(name, value, false, 0, CellType.PUT);
  }

  /** Writes a cell with what it has: value, type if it is not a put, timestamp. */
  public void cell(Cell cell) {
    if (!inCells) {
      out.putByte(Tags.ROW_DATA);
      inCells = true;
    }
    cell(cell.name(), cell.value(), cell.hasTimestamp(), cell.timestamp(), cell.type());
  }

  public void endRow() {
    endRow(false, null);
  }

  /**
   * Ends a row with its marks.
   *
   * @param sequenceInfo null for none
   */
  public void endRow(boolean deleteMarker, SequenceInfo sequenceInfo) {
    if (deleteMarker) {
      out.putByte(Tags.DELETE_MARKER);
    }
    if (sequenceInfo != null) {
      out.putByte(Tags.EXTENSION);
      out.putInt(Tags.EXTENSION_SIZE);
      out.putByte(Tags.SEQUENCE_INFO);
      out.putInt(Tags.SEQUENCE_INFO_SIZE);
      out.putByte(Tags.SEQUENCE_EPOCH);
      out.putInt(sequenceInfo.epoch());
      out.putByte(Tags.SEQUENCE_TIMESTAMP);
      out.putLong(sequenceInfo.timestampMicros());
      out.putByte(Tags.SEQUENCE_ROW_INDEX);
      out.putInt(sequenceInfo.rowIndex());
    }
    out.putByte(Tags.ROW_CHECKSUM);
    out.putByte((byte) Crc8.update(rowCrc, (byte) (deleteMarker ? 1 : 0)));
  }

  /** Appends whole rows that were written before, without their header. */
  public void append(byte[] rows, int offset, int length) {
    out.putBytes(rows, offset, length);
  }

  /** The number of bytes written since the last {@link #clear}. */
  public int size() {
    return out.size();
  }

  /** Forgets what was written; the memory is kept. */
  public void clear() {
    out.clear();
  }

  /** A copy of what was written. */
  public byte[] toByteArray() {
    return out.toByteArray();
  }

  /** A copy of what was written. */
  public ByteString toByteString() {
    return out.toByteString();
  }

  /** Writes a bare variant: a type and its content without a row around it. */
  void bareValue(Value value) {
    out.putByte(PlainBufferWire.typeByte(value.type()));
    putContent(value);
  }

  private void cell(String name, Value value, boolean hasTimestamp, long timestamp, CellType type) {
    out.putByte(Tags.CELL);
    out.putByte(Tags.CELL_NAME);
    int lengthAt = out.size();
    out.putInt(0);
    int nameAt = out.size();
    out.putUtf8(name);
    out.setInt(lengthAt, out.size() - nameAt);
    int crc = out.crc(0, nameAt);
    if (value != null) {
      out.putByte(Tags.CELL_VALUE);
      out.putInt(1 + contentSize(value));
      int valueAt = out.size();
      bareValue(value);
      crc = out.crc(crc, valueAt);
    }
    if (type != CellType.PUT) {
      out.putByte(Tags.CELL_TYPE);
      out.putByte(PlainBufferWire.cellTypeByte(type));
    }
    if (hasTimestamp) {
      out.putByte(Tags.CELL_TIMESTAMP);
      out.putLong(timestamp);
      crc = Crc8.update(crc, timestamp);
    }
    if (type != CellType.PUT) {
      // Written before the timestamp, but summed after it.
      crc = Crc8.update(crc, PlainBufferWire.cellTypeByte(type));
    }
    out.putByte(Tags.CELL_CHECKSUM);
    out.putByte((byte) crc);
    rowCrc = Crc8.update(rowCrc, (byte) crc);
  }

  private static int contentSize(Value value) {
    return switch (value.type()) {
      case STRING, BLOB -> Integer.BYTES + value.size();
      default -> value.size();
    };
  }

  private void putContent(Value value) {
    if (value instanceof IntegerValue integer) {
      out.putLong(integer.value());
    } else if (value instanceof StringValue string) {
      putBlock(string.utf8());
    } else if (value instanceof DoubleValue real) {
      out.putLong(Double.doubleToRawLongBits(real.value()));
    } else if (value instanceof BooleanValue bool) {
      out.putByte((byte) (bool.value() ? 1 : 0));
    } else if (value instanceof BinaryValue binary) {
      putBlock(binary.bytes());
    }
  }

  private void putBlock(byte[] content) {
    out.putInt(content.length);
    out.putBytes(content, 0, content.length);
  }
}
