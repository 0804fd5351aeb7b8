package io.millrace.protocol.plainbuffer;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.SequenceInfo;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.List;

/**
 * A cursor over a PlainBuffer document that allocates nothing while it moves: rows, then the key
 * cells and the cells of each row.
 *
 * <pre>{@code
 * reader.reset(bytes, 0, bytes.length);
 * while (reader.nextRow()) {
 *   while (reader.nextKeyCell()) { ... }
 *   while (reader.nextCell()) { ... }
 *   ... reader.deleteMarker(), reader.hasSequenceInfo() ...
 * }
 * }</pre>
 *
 * <p>What is not looked at is skipped, but never unchecked: every cell's checksum is verified
 * before the cell is shown, and the row's before {@link #nextCell} answers false. Any call that
 * moves the cursor may throw {@link PlainBufferException}; the reader is of no use then until it is
 * reset.
 *
 * <p>Not for use by several threads. A reader is meant to be kept: it remembers column names.
 */
public final class PlainBufferReader extends ByteCursor {
  private enum State {
    BETWEEN_ROWS,
    IN_KEY,
    IN_CELLS
  }

  private final ColumnNames names;
  private State state = State.BETWEEN_ROWS;

  private ColumnNames.Name name;
  private ValueType type;
  private int valueOffset;
  private int valueLength;
  private boolean hasTimestamp;
  private long timestamp;
  private CellType cellType;

  private int rowCrc;
  private boolean deleteMarker;
  private boolean hasSequenceInfo;
  private int epoch;
  private long sequenceTimestamp;
  private int rowIndex;

  public PlainBufferReader() {
    this(List.of());
  }

  /**
   * A reader that answers {@link #nameIndex} with a name's place in this list.
   *
   * @param knownNames without duplicates
   */
  public PlainBufferReader(List<String> knownNames) {
    names = new ColumnNames(knownNames);
    name = names.start;
  }

  /**
   * Starts on a document, header included; a document without rows may be empty.
   *
   * @return this
   * @throws PlainBufferException if the header is wrong
   */
  public PlainBufferReader reset(byte[] bytes, int offset, int length) {
    set(bytes, offset, length);
    return start();
  }

  /** As {@link #reset(byte[], int, int)}, without a copy wherever the string's kind allows it. */
  public PlainBufferReader reset(ByteString bytes) {
    set(bytes);
    return start();
  }

  /**
   * Goes to the next row, past what is left of the current one.
   *
   * @return false at the end of the document
   */
  public boolean nextRow() {
    endRow();
    if (position == limit) {
      return false;
    }
    rowCrc = 0;
    deleteMarker = false;
    hasSequenceInfo = false;
    name = names.start;
    state = State.IN_KEY;
    if (peek() != Tags.ROW_DATA) {
      take(Tags.ROW_PK);
    }
    return true;
  }

  /**
   * Goes to the next key cell of the row.
   *
   * @return false after the last one
   */
  public boolean nextKeyCell() {
    if (state != State.IN_KEY) {
      return false;
    }
    if (peek() == Tags.CELL) {
      takeCell();
      return true;
    }
    if (peek() == Tags.ROW_DATA) {
      position++;
      state = State.IN_CELLS;
    } else {
      takeEndOfRow();
    }
    return false;
  }

  /**
   * Goes to the next attribute cell of the row, past what is left of the key.
   *
   * @return false after the last one; then the row's checksum is verified and its marks are known
   */
  public boolean nextCell() {
    while (state == State.IN_KEY) {
      nextKeyCell();
    }
    if (state != State.IN_CELLS) {
      return false;
    }
    if (peek() == Tags.CELL) {
      takeCell();
      return true;
    }
    takeEndOfRow();
    return false;
  }

  /** Goes to the end of the current row; then its checksum is verified and its marks are known. */
  public void endRow() {
    while (state != State.BETWEEN_ROWS) {
      nextCell();
    }
  }

  /** The cell's column; the same instance for each of its cells, as a rule. */
  public String name() {
    return name.text;
  }

  /** The place of the cell's column in the list of known names, or -1. */
  public int nameIndex() {
    return name.index;
  }

  /** The type of the cell's value, or null if it has none. */
  public ValueType type() {
    return type;
  }

  /** The bytes the value lies in, at {@link #valueOffset} and for {@link #valueLength}. */
  public byte[] array() {
    return data;
  }

  /** Where the content of the value begins in {@link #array}. */
  public int valueOffset() {
    return valueOffset;
  }

  /** The size of the value's content: of a string, its bytes. */
  public int valueLength() {
    return valueLength;
  }

  /** The content of an INTEGER. */
  public long longValue() {
    check(ValueType.INTEGER);
    return LittleEndian.getLong(data, valueOffset);
  }

  /** The content of a DOUBLE. */
  public double doubleValue() {
    check(ValueType.DOUBLE);
    return Double.longBitsToDouble(LittleEndian.getLong(data, valueOffset));
  }

  /** The content of a BOOLEAN. */
  public boolean booleanValue() {
    check(ValueType.BOOLEAN);
    return data[valueOffset] != 0;
  }

  /** A copy of the value, or null if the cell has none. */
  public Value value() {
    return type == null ? null : PlainBufferWire.value(type, data, valueOffset, valueLength);
  }

  public boolean hasTimestamp() {
    return hasTimestamp;
  }

  /** The cell's version in milliseconds; meaningless if it has none. */
  public long timestamp() {
    return timestamp;
  }

  /** What the cell does; PUT if it does not say. */
  public CellType cellType() {
    return cellType;
  }

  /** Whether the row carries the delete marker; known at the end of the row. */
  public boolean deleteMarker() {
    return deleteMarker;
  }

  /** Whether the row carries a sequence info; known at the end of the row. */
  public boolean hasSequenceInfo() {
    return hasSequenceInfo;
  }

  /** The sequence info's time in microseconds; meaningless if the row has none. */
  public long sequenceTimestamp() {
    return sequenceTimestamp;
  }

  /** The row's sequence info, or null if it has none. */
  public SequenceInfo sequenceInfo() {
    return hasSequenceInfo ? new SequenceInfo(epoch, sequenceTimestamp, rowIndex) : null;
  }

  /** Reads a bare variant, a type and its content without a row around it, as a cell's value. */
  Value bareValue(ByteString variant) {
    set(variant);
    state = State.BETWEEN_ROWS;
    takeVariant(0);
    return value();
  }

  private PlainBufferReader start() {
    state = State.BETWEEN_ROWS;
    if (position < limit) {
      verify(takeInt() == Tags.HEADER, "wrong header");
    }
    return this;
  }

  private void takeCell() {
    position++;
    take(Tags.CELL_NAME);
    int nameLength = takeLength();
    name = names.find(name, data, position, nameLength);
    position += nameLength;
    int crc = name.crc;

    type = null;
    valueLength = 0;
    if (peek() == Tags.CELL_VALUE) {
      position++;
      int length = takeLength();
      int end = position + length;
      crc = takeVariant(crc);
      verify(position == end, "value has another size than announced");
    }

    cellType = CellType.PUT;
    byte typeByte = 0;
    if (peek() == Tags.CELL_TYPE) {
      position++;
      typeByte = takeByte();
      cellType = PlainBufferWire.cellType(typeByte);
    }
    hasTimestamp = peek() == Tags.CELL_TIMESTAMP;
    if (hasTimestamp) {
      position++;
      timestamp = takeLong();
      crc = Crc8.update(crc, timestamp);
    }
    if (typeByte != 0) {
      // Written before the timestamp, but summed after it.
      crc = Crc8.update(crc, typeByte);
    }
    take(Tags.CELL_CHECKSUM);
    verify(takeByte() == (byte) crc, "cell checksum does not match");
    rowCrc = Crc8.update(rowCrc, (byte) crc);
  }

  private int takeVariant(int crcBefore) {
    byte typeByte = takeByte();
    type = PlainBufferWire.valueType(typeByte);
    int crc = Crc8.update(crcBefore, typeByte);
    switch (type) {
      case INTEGER, DOUBLE -> {
        valueOffset = position;
        valueLength = Long.BYTES;
        return Crc8.update(crc, takeLong());
      }
      case STRING, BLOB -> {
        valueLength = takeLength();
        valueOffset = position;
        position += valueLength;
        crc = Crc8.update(crc, valueLength);
        return Crc8.update(crc, data, valueOffset, valueLength);
      }
      case BOOLEAN -> {
        valueOffset = position;
        valueLength = 1;
        byte value = takeByte();
        verify(value == 0 || value == 1, "boolean is neither 0 nor 1");
        return Crc8.update(crc, value);
      }
      default -> {
        valueOffset = position;
        valueLength = 0;
        return crc;
      }
    }
  }

  private void takeEndOfRow() {
    if (peek() == Tags.DELETE_MARKER) {
      position++;
      deleteMarker = true;
    }
    if (peek() == Tags.EXTENSION) {
      position++;
      takeExtension();
    }
    take(Tags.ROW_CHECKSUM);
    byte mark = (byte) (deleteMarker ? 1 : 0);
    verify(takeByte() == (byte) Crc8.update(rowCrc, mark), "row checksum does not match");
    state = State.BETWEEN_ROWS;
  }

  private void takeExtension() {
    int length = takeLength();
    int end = position + length;
    while (position < end) {
      byte tag = takeByte();
      int partLength = takeLength();
      int partEnd = position + partLength;
      if (tag == Tags.SEQUENCE_INFO) {
        take(Tags.SEQUENCE_EPOCH);
        epoch = takeInt();
        take(Tags.SEQUENCE_TIMESTAMP);
        sequenceTimestamp = takeLong();
        take(Tags.SEQUENCE_ROW_INDEX);
        rowIndex = takeInt();
        hasSequenceInfo = true;
        verify(position == partEnd, "sequence info has another size than announced");
      }
      position = partEnd;
    }
    verify(position == end, "extension has another size than announced");
  }

  private void check(ValueType expected) {
    if (type != expected) {
      throw new IllegalStateException(
          "Column '" + name.text + "' holds " + type + ", not " + expected);
    }
  }
}
