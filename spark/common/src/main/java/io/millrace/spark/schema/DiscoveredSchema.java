package io.millrace.spark.schema;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.DefinedColumnSchema;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.TableMeta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The columns of a table that nobody has described: its key, its defined columns, and what some of
 * its rows have. A column with integers and doubles is a double; one with other mixtures is a
 * string that takes any value as text.
 */
public final class DiscoveredSchema {

  private static final Logger LOG = LoggerFactory.getLogger(DiscoveredSchema.class);
  private static final String MIXED = "millrace.mixed";

  private DiscoveredSchema() {}

  /**
   * The columns of a table.
   *
   * @param meta the service's description of the table
   * @param sample some of its rows
   */
  public static StructType of(TableMeta meta, List<Row> sample) {
    Map<String, StructField> fields = new LinkedHashMap<>();
    for (TableKey.Column column : TableKey.of(meta).columns()) {
      add(meta, fields, field(column.name(), column.type(), false));
    }
    for (DefinedColumnSchema column : meta.getDefinedColumnsList()) {
      add(meta, fields, field(column.getName(), type(column.getType()), false));
    }
    Map<String, StructField> sampled = new TreeMap<>();
    for (Row row : sample) {
      for (Column cell : row.getColumns()) {
        StructField seen = field(cell.getName(), type(cell.getValue().getType()), false);
        sampled.merge(cell.getName(), seen, DiscoveredSchema::both);
      }
    }
    sampled.values().forEach(field -> add(meta, fields, field));
    return new StructType(fields.values().toArray(new StructField[0]));
  }

  /** Whether a column takes values of any type as text. */
  public static boolean isMixed(StructField field) {
    return field.metadata().contains(MIXED);
  }

  private static void add(TableMeta meta, Map<String, StructField> fields, StructField field) {
    if (fields.containsKey(field.name())) {
      return;
    }
    boolean alike = fields.keySet().stream().anyMatch(field.name()::equalsIgnoreCase);
    if (alike || RecordColumns.isRecordColumn(field.name())) {
      LOG.warn(
          "Column {} of table {} is left out, because Spark would not tell its name from another:"
              + " list the columns to have it.",
          field.name(),
          meta.getTableName());
    } else {
      fields.put(field.name(), field);
    }
  }

  private static StructField both(StructField one, StructField other) {
    if (one.dataType().equals(other.dataType())) {
      return one;
    }
    boolean numbers = isNumber(one) && isNumber(other);
    return field(one.name(), numbers ? ServiceType.DOUBLE : ServiceType.STRING, !numbers);
  }

  private static boolean isNumber(StructField field) {
    return field.dataType().equals(DataTypes.LongType)
        || field.dataType().equals(DataTypes.DoubleType);
  }

  private static StructField field(String name, ServiceType type, boolean mixed) {
    Metadata metadata =
        mixed ? new MetadataBuilder().putBoolean(MIXED, true).build() : Metadata.empty();
    return new StructField(name, type.sparkType(), true, metadata);
  }

  private static ServiceType type(ColumnType type) {
    return ServiceType.valueOf(type.name());
  }

  private static ServiceType type(DefinedColumnType type) {
    return ServiceType.valueOf(type.name());
  }
}
