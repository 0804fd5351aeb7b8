package io.millrace.protocol.plainbuffer;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.BinaryValue;
import io.millrace.protocol.model.BooleanValue;
import io.millrace.protocol.model.DoubleValue;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.StringValue;
import io.millrace.protocol.model.Value;
import java.util.List;

/**
 * Writes a page of a bulk export as a matrix: the columns once, then the rows' values in the order
 * of the columns. A page without rows is a matrix too.
 */
public final class SimpleRowMatrixWriter {
  private final GrowingBuffer out = new GrowingBuffer(4096);
  private final int columns;
  private final int rowCountAt;
  private int rows;
  private int valuesInRow;

  /**
   * @param keyColumns the key columns that rows will have, perhaps none
   * @param attributeColumns the other columns that rows will have
   * @param entirePrimaryKey whether the key columns are all the table's
   */
  public SimpleRowMatrixWriter(
      List<String> keyColumns, List<String> attributeColumns, boolean entirePrimaryKey) {
    columns = keyColumns.size() + attributeColumns.size();
    valuesInRow = columns;
    out.putInt(MatrixTags.MAGIC);
    int offsetsAt = out.size();
    out.putInt(0);
    out.putInt(0);
    out.putInt(keyColumns.size());
    out.putInt(attributeColumns.size());
    keyColumns.forEach(this::putName);
    attributeColumns.forEach(this::putName);
    out.setInt(offsetsAt + Integer.BYTES, out.size());
    out.putByte(MatrixTags.ENTIRE_PRIMARY_KEY);
    out.putByte((byte) (entirePrimaryKey ? 1 : 0));
    out.putByte(MatrixTags.ROW_COUNT);
    rowCountAt = out.size();
    out.putInt(0);
    out.setInt(offsetsAt, out.size());
  }

  /** Begins the next row; each column's {@link #value} follows. */
  public void beginRow() {
    checkRowIsFull();
    out.putByte(MatrixTags.ROW);
    rows++;
    valuesInRow = 0;
  }

  /**
   * The next value of the row.
   *
   * @param value null for none
   */
  public void value(Value value) {
    if (valuesInRow == columns) {
      throw new IllegalStateException("The row already has its " + columns + " values.");
    }
    valuesInRow++;
    if (value == null) {
      out.putByte(Tags.TYPE_NULL);
      return;
    }
    out.putByte(PlainBufferWire.typeByte(value.type()));
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
    } else {
      throw new IllegalArgumentException("A matrix cannot hold " + value + ".");
    }
  }

  /** The number of rows begun. */
  public int rows() {
    return rows;
  }

  /** The bytes written so far. */
  public int size() {
    return out.size();
  }

  /** Ends the block; the writer cannot be used any more. */
  public ByteString finish() {
    checkRowIsFull();
    out.setInt(rowCountAt, rows);
    out.putByte(MatrixTags.CHECKSUM);
    out.putByte((byte) out.crc(0, 0));
    return out.toByteString();
  }

  private void putName(String name) {
    int lengthAt = out.size();
    out.putShort((short) 0);
    out.putUtf8(name);
    int length = out.size() - lengthAt - Short.BYTES;
    if (length > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A matrix cannot hold a column name of " + length + " bytes.");
    }
    out.setShort(lengthAt, (short) length);
  }

  private void putBlock(byte[] content) {
    out.putInt(content.length);
    out.putBytes(content, 0, content.length);
  }

  private void checkRowIsFull() {
    if (valuesInRow != columns) {
      throw new IllegalStateException(
          "Row " + rows + " has " + valuesInRow + " of " + columns + " values.");
    }
  }
}
