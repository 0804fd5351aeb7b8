package io.millrace.spark.schema;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VarcharType;

/** The types of the service's cells and the Spark types that hold them. */
public enum ServiceType {
  INTEGER,
  DOUBLE,
  STRING,
  BINARY,
  BOOLEAN;

  private static final Map<String, DataType> BY_NAME =
      Map.ofEntries(
          Map.entry("tinyint", DataTypes.ByteType),
          Map.entry("byte", DataTypes.ByteType),
          Map.entry("smallint", DataTypes.ShortType),
          Map.entry("short", DataTypes.ShortType),
          Map.entry("int", DataTypes.IntegerType),
          Map.entry("integer", DataTypes.IntegerType),
          Map.entry("bigint", DataTypes.LongType),
          Map.entry("long", DataTypes.LongType),
          Map.entry("float", DataTypes.FloatType),
          Map.entry("double", DataTypes.DoubleType),
          Map.entry("string", DataTypes.StringType),
          Map.entry("binary", DataTypes.BinaryType),
          Map.entry("boolean", DataTypes.BooleanType),
          Map.entry("date", DataTypes.DateType),
          Map.entry("timestamp", DataTypes.TimestampType),
          Map.entry("timestamp_ntz", DataTypes.TimestampNTZType));

  private static final Pattern DECIMAL =
      Pattern.compile("decimal(?:\\s*\\(\\s*(\\d{1,2})\\s*(?:,\\s*(\\d{1,2})\\s*)?\\))?");

  private static final Map<DataType, ServiceType> BY_SPARK_TYPE =
      Map.ofEntries(
          Map.entry(DataTypes.ByteType, INTEGER),
          Map.entry(DataTypes.ShortType, INTEGER),
          Map.entry(DataTypes.IntegerType, INTEGER),
          Map.entry(DataTypes.LongType, INTEGER),
          Map.entry(DataTypes.DateType, INTEGER),
          Map.entry(DataTypes.TimestampType, INTEGER),
          Map.entry(DataTypes.TimestampNTZType, INTEGER),
          Map.entry(DataTypes.FloatType, DOUBLE),
          Map.entry(DataTypes.DoubleType, DOUBLE),
          Map.entry(DataTypes.StringType, STRING),
          Map.entry(DataTypes.BinaryType, BINARY),
          Map.entry(DataTypes.BooleanType, BOOLEAN));

  /** The Spark type of a name as a catalog writes it, in any case. */
  static Optional<DataType> sparkType(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    Matcher decimal = DECIMAL.matcher(lower);
    return decimal.matches() ? decimal(decimal) : Optional.ofNullable(BY_NAME.get(lower));
  }

  private static Optional<DataType> decimal(Matcher text) {
    int precision = text.group(1) == null ? 10 : Integer.parseInt(text.group(1));
    int scale = text.group(2) == null ? 0 : Integer.parseInt(text.group(2));
    return precision < 1 || precision > DecimalType.MAX_PRECISION() || scale > precision
        ? Optional.empty()
        : Optional.of(DataTypes.createDecimalType(precision, scale));
  }

  /** The names a catalog may use, for an error. */
  static String knownNames() {
    TreeSet<String> names = new TreeSet<>(BY_NAME.keySet());
    names.add("decimal(precision,scale)");
    return String.join(", ", names);
  }

  /** The cell type that holds a Spark type, or empty when none does. */
  public static Optional<ServiceType> of(DataType type) {
    return type instanceof DecimalType || isText(type)
        ? Optional.of(STRING)
        : Optional.ofNullable(BY_SPARK_TYPE.get(type));
  }

  /** A schema in which CHAR and VARCHAR are strings, whose lengths Spark checks itself. */
  public static StructType withoutLengths(StructType schema) {
    StructType plain = new StructType();
    for (StructField field : schema.fields()) {
      plain =
          plain.add(
              isText(field.dataType())
                  ? new StructField(
                      field.name(), DataTypes.StringType, field.nullable(), field.metadata())
                  : field);
    }
    return plain;
  }

  private static boolean isText(DataType type) {
    return type instanceof CharType || type instanceof VarcharType;
  }

  /** The Spark type that holds every cell of this type. */
  public DataType sparkType() {
    return switch (this) {
      case INTEGER -> DataTypes.LongType;
      case DOUBLE -> DataTypes.DoubleType;
      case STRING -> DataTypes.StringType;
      case BINARY -> DataTypes.BinaryType;
      case BOOLEAN -> DataTypes.BooleanType;
    };
  }
}
