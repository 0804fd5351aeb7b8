package io.millrace.spark.schema;

import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** The columns that describe a change record instead of holding a cell of the table. */
public final class RecordColumns {
  /** {@code PUT}, {@code UPDATE} or {@code DELETE}. */
  public static final String RECORD_TYPE = "__ots_record_type__";

  /** When the change was made, in microseconds; 0 for full data. */
  public static final String RECORD_TIMESTAMP = "__ots_record_timestamp__";

  /** Before the name of a column: what the change did to it. */
  public static final String COLUMN_TYPE_PREFIX = "__ots_column_type_";

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
}
