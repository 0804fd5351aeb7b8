package io.millrace.protocol.plainbuffer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * A cursor over a simple row matrix that allocates nothing per row. The checksum is verified when
 * the reader is made; a row's values can be read in any order.
 *
 * <p>Not for use by several threads.
 */
public final class SimpleRowMatrixReader extends ByteCursor {
  /** Its tag and checksum. */
  private static final int FOOTER_SIZE = 2;

  private final List<String> columns;
  private final int keyColumns;
  private final boolean entirePrimaryKey;
  private final int rows;
  private final ValueType[] types;
  private final int[] offsets;
  private final int[] lengths;
  private int row;

  /**
   * @throws PlainBufferException if this is no matrix, is damaged or cut
   */
  public SimpleRowMatrixReader(ByteString block) {
    set(block);
    need(FOOTER_SIZE);
    int start = position;
    limit -= FOOTER_SIZE;
    verify(data[limit] == MatrixTags.CHECKSUM, "matrix does not end in a checksum");
    verify(
        (byte) Crc8.update(0, data, start, limit + 1 - start) == data[limit + 1],
        "matrix checksum does not match");

    verify(takeInt() == MatrixTags.MAGIC, "not a matrix");
    int dataOffset = takeInt();
    int optionsOffset = takeInt();
    keyColumns = takeInt();
    int attributeColumns = takeInt();
    // A name takes two bytes at least.
    int most = (limit - position) / Short.BYTES;
    verify(
        keyColumns >= 0 && attributeColumns >= 0 && (long) keyColumns + attributeColumns <= most,
        "wrong number of columns");
    columns = takeNames(keyColumns + attributeColumns);
    types = new ValueType[columns.size()];
    offsets = new int[columns.size()];
    lengths = new int[columns.size()];

    seek(optionsOffset);
    verify(takeByte() == MatrixTags.ENTIRE_PRIMARY_KEY, "option is missing");
    entirePrimaryKey = takeByte() == 1;
    verify(takeByte() == MatrixTags.ROW_COUNT, "row count is missing");
    rows = takeInt();
    seek(dataOffset);
  }

  /** All columns, key columns first. */
  public List<String> columns() {
    return columns;
  }

  /** How many of the columns are key columns. */
  public int keyColumns() {
    return keyColumns;
  }

  /** Whether the key columns are all the table's. */
  public boolean entirePrimaryKey() {
    return entirePrimaryKey;
  }

  /** The number of rows, as announced. */
  public int rows() {
    return rows;
  }

  /**
   * Goes to the next row.
   *
   * @return false after the last one
   * @throws PlainBufferException if the row is broken, or rows are missing or too many
   */
  public boolean nextRow() {
    if (position == limit) {
      verify(row == rows, "another number of rows than announced");
      return false;
    }
    verify(takeByte() == MatrixTags.ROW, "row does not begin with its tag");
    for (int i = 0; i < types.length; i++) {
      takeField(i);
    }
    row++;
    return true;
  }

  /** The type of the row's value in a column, or null if it has none. */
  public ValueType type(int column) {
    return types[column];
  }

  /** The bytes the values lie in, at {@link #offset} and for {@link #length}. */
  public byte[] array() {
    return data;
  }

  public int offset(int column) {
    return offsets[column];
  }

  public int length(int column) {
    return lengths[column];
  }

  /** The content of an INTEGER. */
  public long longValue(int column) {
    check(column, ValueType.INTEGER);
    return LittleEndian.getLong(data, offsets[column]);
  }

  /** The content of a DOUBLE. */
  public double doubleValue(int column) {
    check(column, ValueType.DOUBLE);
    return Double.longBitsToDouble(LittleEndian.getLong(data, offsets[column]));
  }

  /** The content of a BOOLEAN. */
  public boolean booleanValue(int column) {
    check(column, ValueType.BOOLEAN);
    return data[offsets[column]] != 0;
  }

  /** A copy of the row's value in a column, or null if it has none. */
  public Value value(int column) {
    return types[column] == null
        ? null
        : PlainBufferWire.value(types[column], data, offsets[column], lengths[column]);
  }

  private void takeField(int column) {
    byte typeByte = takeByte();
    if (typeByte == Tags.TYPE_NULL) {
      types[column] = null;
      lengths[column] = 0;
      return;
    }
    ValueType type = PlainBufferWire.valueType(typeByte);
    int length =
        switch (type) {
          case INTEGER, DOUBLE -> Long.BYTES;
          case BOOLEAN -> 1;
          case STRING, BLOB -> takeInt();
          default -> throw failure("a matrix cannot hold " + type);
        };
    need(length);
    types[column] = type;
    offsets[column] = position;
    lengths[column] = length;
    position += length;
  }

  private List<String> takeNames(int count) {
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = takeShort();
      need(length);
      names.add(new String(data, position, length, UTF_8));
      position += length;
    }
    return List.copyOf(names);
  }

  private void check(int column, ValueType expected) {
    if (types[column] != expected) {
      throw new IllegalStateException(
          "Column '" + columns.get(column) + "' holds " + types[column] + ", not " + expected);
    }
  }
}
