package io.millrace.spark.schema;

import io.millrace.spark.error.InvalidCatalogException;
import io.millrace.spark.options.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that describe a change record instead of holding a cell of the table. */
public final class RecordColumns {
  /** {@code PUT}, {@code UPDATE} or {@code DELETE}. */
  public static final String RECORD_TYPE = "__ots_record_type__";

  /** When the change was made, in microseconds; 0 for full data. */
  public static final String RECORD_TIMESTAMP = "__ots_record_timestamp__";

  /** Before the name of a column: what the change did to it. */
  public static final String COLUMN_TYPE_PREFIX = "__ots_column_type_";

  private static final String PREFIX = "__ots_";

  private RecordColumns() {}

  /** Whether a column of a schema describes the record. */
  public static boolean isRecordColumn(String name) {
    return name.equals(RECORD_TYPE)
        || name.equals(RECORD_TIMESTAMP)
        || describedColumn(name).isPresent();
  }

  /** The column whose change a column describes. */
  public static Optional<String> describedColumn(String name) {
    return name.startsWith(COLUMN_TYPE_PREFIX) && name.length() > COLUMN_TYPE_PREFIX.length()
        ? Optional.of(name.substring(COLUMN_TYPE_PREFIX.length()))
        : Optional.empty();
  }

  /** The columns of a schema that are cells of the table. */
  public static StructType withoutRecordColumns(StructType schema) {
    StructType cells = new StructType();
    for (var field : schema.fields()) {
      if (!isRecordColumn(field.name())) {
        cells = cells.add(field);
      }
    }
    return cells;
  }

  /**
   * The columns of a schema with all those that describe the record, in the order of the vendor's
   * connector: the two of the record first, after each column the one that describes it. Those that
   * the schema has keep their place and type.
   */
  public static StructType withRecordColumns(StructType schema) {
    StructType all = new StructType();
    all = addMissing(all, schema, RECORD_TYPE, DataTypes.StringType);
    all = addMissing(all, schema, RECORD_TIMESTAMP, DataTypes.LongType);
    for (StructField field : schema.fields()) {
      all = all.add(field);
      if (!isRecordColumn(field.name())) {
        all = addMissing(all, schema, COLUMN_TYPE_PREFIX + field.name(), DataTypes.StringType);
      }
    }
    return all;
  }

  private static StructType addMissing(
      StructType all, StructType schema, String name, DataType type) {
    return List.of(schema.fieldNames()).contains(name) ? all : all.add(name, type);
  }

  /**
   * Refuses columns of a schema that are nearly such a column, which would be NULL in every row,
   * and types that do not hold what these columns tell.
   */
  public static void check(String table, StructType schema) {
    List<String> known = new ArrayList<>(List.of(RECORD_TYPE, RECORD_TIMESTAMP));
    for (String cell : withoutRecordColumns(schema).fieldNames()) {
      known.add(COLUMN_TYPE_PREFIX + cell);
    }
    for (StructField field : schema.fields()) {
      String name = field.name();
      if (!name.startsWith(PREFIX)) {
        continue;
      }
      if (!known.contains(name)) {
        checkName(table, name, known);
      } else if (!holdsWhatItTells(field)) {
        throw refuse(
            "Column '"
                + name
                + "' of table "
                + table
                + " is "
                + field.dataType().simpleString()
                + ", but tells of a change: make it "
                + (name.equals(RECORD_TIMESTAMP) ? "bigint." : "string."));
      }
    }
  }

  private static void checkName(String table, String name, List<String> known) {
    NearestName.of(name, known)
        .ifPresent(
            near -> {
              throw refuse(
                  "Column '"
                      + name
                      + "' of table "
                      + table
                      + " is none that tells of a change: did you mean '"
                      + near
                      + "'?");
            });
  }

  private static boolean holdsWhatItTells(StructField field) {
    DataType type = field.dataType();
    return field.name().equals(RECORD_TIMESTAMP)
        ? List.<DataType>of(DataTypes.LongType, DataTypes.TimestampType).contains(type)
        : type.equals(DataTypes.StringType);
  }

  private static RuntimeException refuse(String sentence) {
    return new InvalidCatalogException(sentence).unchecked();
  }
}
