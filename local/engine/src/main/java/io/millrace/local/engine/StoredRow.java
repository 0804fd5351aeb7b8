package io.millrace.local.engine;

import io.millrace.protocol.model.BinaryValue;
import io.millrace.protocol.model.BooleanValue;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.DoubleValue;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.StringValue;
import io.millrace.protocol.model.Value;
import java.util.Arrays;

/**
 * A row without its key, as it is stored.
 *
 * @param touched when the row was last written, in milliseconds: what keeps a row without cells
 *     alive
 * @param cells puts with timestamps, by name in byte order and then the newest first
 */
record StoredRow(long touched, Cell[] cells) {

  private static final int FORMAT = 1;

  private static final int INTEGER = 0;
  private static final int DOUBLE = 1;
  private static final int FALSE = 2;
  private static final int TRUE = 3;
  private static final int STRING = 4;
  private static final int BLOB = 5;

  /**
   *
   *
   * <pre>
   * row    = format touched columns column*
   * column = name versions version*
   * version = (timestamp - touched) value
   * </pre>
   */
  byte[] encode(ByteWriter out) {
    out.truncate(0);
    out.writeByte(FORMAT);
    out.writeVarint(touched);
    for (int from = 0; from < cells.length; ) {
      int to = endOfColumn(cells, from);
      out.writeText(cells[from].name());
      out.writeVarint(to - from);
      for (int i = from; i < to; i++) {
        out.writeSigned(cells[i].timestamp() - touched);
        writeValue(out, cells[i].value());
      }
      from = to;
    }
    return out.copy();
  }

  static StoredRow decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0);
    int format = in.readByte();
    if (format != FORMAT) {
      throw new IllegalStateException("a row has the unknown format " + format);
    }
    long touched = in.readVarint();
    Cell[] cells = new Cell[8];
    int size = 0;
    while (in.hasMore()) {
      String name = in.readText();
      for (int versions = in.readInt(); versions > 0; versions--) {
        if (size == cells.length) {
          cells = Arrays.copyOf(cells, 2 * size);
        }
        long timestamp = touched + in.readSigned();
        cells[size++] = new Cell(name, readValue(in), timestamp, CellType.PUT);
      }
    }
    return new StoredRow(touched, Arrays.copyOf(cells, size));
  }

  /** Returns the index after the last version of the column whose newest is at {@code from}. */
  static int endOfColumn(Cell[] cells, int from) {
    int to = from + 1;
    while (to < cells.length && cells[to].name().equals(cells[from].name())) {
      to++;
    }
    return to;
  }

  private static void writeValue(ByteWriter out, Value value) {
    if (value instanceof IntegerValue integer) {
      out.writeByte(INTEGER);
      out.writeSigned(integer.value());
    } else if (value instanceof DoubleValue number) {
      out.writeByte(DOUBLE);
      out.writeLong(Double.doubleToRawLongBits(number.value()));
    } else if (value instanceof BooleanValue bool) {
      out.writeByte(bool.value() ? TRUE : FALSE);
    } else if (value instanceof StringValue string) {
      out.writeByte(STRING);
      out.writeBlob(string.utf8());
    } else {
      out.writeByte(BLOB);
      out.writeBlob(((BinaryValue) value).bytes());
    }
  }

  private static Value readValue(ByteReader in) {
    int type = in.readByte();
    return switch (type) {
      case INTEGER -> Value.of(in.readSigned());
      case DOUBLE -> Value.of(Double.longBitsToDouble(in.readLong()));
      case FALSE -> Value.of(false);
      case TRUE -> Value.of(true);
      case STRING -> Value.ofUtf8(in.readBlob());
      case BLOB -> Value.ofBinary(in.readBlob());
      default -> throw new IllegalStateException("a value has the unknown type " + type);
    };
  }
}
