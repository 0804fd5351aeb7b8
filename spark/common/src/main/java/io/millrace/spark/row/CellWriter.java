package io.millrace.spark.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.protocol.model.ValueType;
import io.millrace.protocol.plainbuffer.PlainBufferReader;
import java.util.Arrays;
import java.util.Base64;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;

/** Puts the value of the reader's current cell into a column of Spark's row. */
@FunctionalInterface
interface CellWriter {

  /** Answers false, with the column untouched, when the value does not fit the column's type. */
  boolean write(PlainBufferReader cell, UnsafeRowWriter row, int ordinal);

  /** The writer for a column's type. */
  static CellWriter of(DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return (cell, row, ordinal) -> writeBytes(cell, row, ordinal, ValueType.STRING);
    }
    if (type.equals(DataTypes.BinaryType)) {
      return (cell, row, ordinal) -> writeBytes(cell, row, ordinal, ValueType.BLOB);
    }
    if (type.equals(DataTypes.LongType)) {
      return CellWriter::writeLong;
    }
    if (type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType)) {
      return CellWriter::writeLong;
    }
    if (type.equals(DataTypes.IntegerType) || type.equals(DataTypes.DateType)) {
      return CellWriter::writeInt;
    }
    if (type.equals(DataTypes.ShortType)) {
      return CellWriter::writeShort;
    }
    if (type.equals(DataTypes.ByteType)) {
      return CellWriter::writeByte;
    }
    if (type.equals(DataTypes.DoubleType)) {
      return CellWriter::writeDouble;
    }
    if (type.equals(DataTypes.FloatType)) {
      return CellWriter::writeFloat;
    }
    if (type.equals(DataTypes.BooleanType)) {
      return CellWriter::writeBoolean;
    }
    if (type instanceof DecimalType decimal) {
      return (cell, row, ordinal) -> writeDecimal(cell, row, ordinal, decimal);
    }
    throw new IllegalArgumentException("no cell holds " + type.simpleString());
  }

  /** The value of a cell that is no string, for a string column. */
  static void writeText(PlainBufferReader cell, UnsafeRowWriter row, int ordinal) {
    String text =
        switch (cell.type()) {
          case INTEGER -> Long.toString(cell.longValue());
          case DOUBLE -> Double.toString(cell.doubleValue());
          case BOOLEAN -> Boolean.toString(cell.booleanValue());
          default -> base64(cell);
        };
    byte[] utf8 = text.getBytes(UTF_8);
    row.write(ordinal, utf8, 0, utf8.length);
  }

  private static String base64(PlainBufferReader cell) {
    int start = cell.valueOffset();
    return Base64.getEncoder()
        .encodeToString(Arrays.copyOfRange(cell.array(), start, start + cell.valueLength()));
  }

  private static boolean writeDecimal(
      PlainBufferReader cell, UnsafeRowWriter row, int ordinal, DecimalType type) {
    Decimal number = Decimals.read(cell, type);
    if (number == null) {
      return false;
    }
    row.write(ordinal, number, type.precision(), type.scale());
    return true;
  }

  private static boolean writeBytes(
      PlainBufferReader cell, UnsafeRowWriter row, int ordinal, ValueType expected) {
    if (cell.type() != expected) {
      return false;
    }
    row.write(ordinal, cell.array(), cell.valueOffset(), cell.valueLength());
    return true;
  }

  private static boolean writeLong(PlainBufferReader cell, UnsafeRowWriter row, int ordinal) {
    if (cell.type() != ValueType.INTEGER) {
      return false;
    }
    row.write(ordinal, cell.longValue());
    return true;
  }

  private static boolean writeInt(PlainBufferReader cell, UnsafeRowWriter row, int ordinal) {
    if (cell.type() != ValueType.INTEGER || cell.longValue() != (int) cell.longValue()) {
      return false;
    }
    row.write(ordinal, (int) cell.longValue());
    return true;
  }

  private static boolean writeShort(PlainBufferReader cell, UnsafeRowWriter row, int ordinal) {
    if (cell.type() != ValueType.INTEGER || cell.longValue() != (short) cell.longValue()) {
      return false;
    }
    row.write(ordinal, (short) cell.longValue());
    return true;
  }

  private static boolean writeByte(PlainBufferReader cell, UnsafeRowWriter row, int ordinal) {
    if (cell.type() != ValueType.INTEGER || cell.longValue() != (byte) cell.longValue()) {
      return false;
    }
    row.write(ordinal, (byte) cell.longValue());
    return true;
  }

  private static boolean writeDouble(PlainBufferReader cell, UnsafeRowWriter row, int ordinal) {
    if (cell.type() == ValueType.DOUBLE) {
      row.write(ordinal, cell.doubleValue());
      return true;
    }
    if (cell.type() == ValueType.INTEGER) {
      row.write(ordinal, (double) cell.longValue());
      return true;
    }
    return false;
  }

  private static boolean writeFloat(PlainBufferReader cell, UnsafeRowWriter row, int ordinal) {
    if (cell.type() == ValueType.DOUBLE) {
      // What is too great for a float is not one; what is too fine is rounded.
      if (Float.isInfinite((float) cell.doubleValue()) && Double.isFinite(cell.doubleValue())) {
        return false;
      }
      row.write(ordinal, (float) cell.doubleValue());
      return true;
    }
    if (cell.type() == ValueType.INTEGER) {
      row.write(ordinal, (float) cell.longValue());
      return true;
    }
    return false;
  }

  private static boolean writeBoolean(PlainBufferReader cell, UnsafeRowWriter row, int ordinal) {
    if (cell.type() != ValueType.BOOLEAN) {
      return false;
    }
    row.write(ordinal, cell.booleanValue());
    return true;
  }
}
