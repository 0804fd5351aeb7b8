package io.millrace.spark.schema;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

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
          Map.entry("boolean", DataTypes.BooleanType));

  private static final Map<DataType, ServiceType> BY_SPARK_TYPE =
      Map.of(
          DataTypes.ByteType, INTEGER,
          DataTypes.ShortType, INTEGER,
          DataTypes.IntegerType, INTEGER,
          DataTypes.LongType, INTEGER,
          DataTypes.FloatType, DOUBLE,
          DataTypes.DoubleType, DOUBLE,
          DataTypes.StringType, STRING,
          DataTypes.BinaryType, BINARY,
          DataTypes.BooleanType, BOOLEAN);

  /** The Spark type of a name as a catalog writes it, in any case. */
  static Optional<DataType> sparkType(String name) {
    return Optional.ofNullable(BY_NAME.get(name.strip().toLowerCase(Locale.ROOT)));
  }

  /** The names a catalog may use, for an error. */
  static String knownNames() {
    return new TreeSet<>(BY_NAME.keySet()).stream().collect(Collectors.joining(", "));
  }

  /** The cell type that holds a Spark type, or empty when none does. */
  public static Optional<ServiceType> of(DataType type) {
    return Optional.ofNullable(BY_SPARK_TYPE.get(type));
  }
}
