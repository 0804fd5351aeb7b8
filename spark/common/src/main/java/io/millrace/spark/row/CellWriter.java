package io.millrace.spark.row;

import io.millrace.protocol.model.ValueType;
import io.millrace.protocol.plainbuffer.PlainBufferReader;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

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
    if (type.equals(DataTypes.IntegerType)) {
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
    throw new IllegalArgumentException("no cell holds " + type.simpleString());
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
