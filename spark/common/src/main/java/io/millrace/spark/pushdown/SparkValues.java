package io.millrace.spark.pushdown;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.protocol.model.Value;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** Literals of Spark's predicates as values of the service. */
final class SparkValues {

  private SparkValues() {}

  /**
   * The value that a literal is in the cells of a column, where comparing cells with it gives what
   * Spark's comparison gives.
   *
   * @param column the type of the column the literal is compared with
   */
  static Optional<Value> of(Literal<?> literal, DataType column) {
    Object value = literal.value();
    if (value == null || !literal.dataType().equals(column)) {
      return Optional.empty();
    }
    if (isWhole(column) && value instanceof Number number) {
      return Optional.of(Value.of(number.longValue()));
    }
    if (column.equals(DataTypes.StringType) && value instanceof UTF8String text) {
      byte[] utf8 = text.getBytes();
      // The service takes nothing else for a string.
      boolean valid = Arrays.equals(utf8, new String(utf8, UTF_8).getBytes(UTF_8));
      return valid ? Optional.of(Value.ofUtf8(utf8)) : Optional.empty();
    }
    if (column.equals(DataTypes.BinaryType) && value instanceof byte[] bytes) {
      return Optional.of(Value.ofBinary(bytes));
    }
    if (column.equals(DataTypes.DoubleType) && value instanceof Double number) {
      return comparesAlike(number) ? Optional.of(Value.of(number)) : Optional.empty();
    }
    return Optional.empty();
  }

  /** Spark takes both zeros for one value, and NaN for the greatest. */
  private static boolean comparesAlike(double number) {
    return number != 0 && !Double.isNaN(number) && !Double.isInfinite(number);
  }

  /** Whether cells of a column are integers that mean the number the column holds. */
  static boolean isWhole(DataType type) {
    return type.equals(DataTypes.LongType)
        || type.equals(DataTypes.TimestampType)
        || type.equals(DataTypes.TimestampNTZType)
        || isNarrow(type);
  }

  /** Whether not every integer is a value of the column. */
  static boolean isNarrow(DataType type) {
    return type.equals(DataTypes.IntegerType)
        || type.equals(DataTypes.DateType)
        || type.equals(DataTypes.ShortType)
        || type.equals(DataTypes.ByteType);
  }

  /** The least value of a narrow type. */
  static long least(DataType type) {
    return -greatest(type) - 1;
  }

  /** The greatest value of a narrow type. */
  static long greatest(DataType type) {
    if (type.equals(DataTypes.ByteType)) {
      return Byte.MAX_VALUE;
    }
    return type.equals(DataTypes.ShortType) ? Short.MAX_VALUE : Integer.MAX_VALUE;
  }
}
