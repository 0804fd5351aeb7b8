package io.millrace.spark.source;

import com.alicloud.openservices.tablestore.model.TableMeta;
import io.millrace.spark.client.PlanningCalls;
import io.millrace.spark.error.InvalidCatalogException;
import io.millrace.spark.error.InvalidQueryException;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.DefinitionOptions;
import io.millrace.spark.options.OptionUse;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.options.StreamReadOptions;
import io.millrace.spark.schema.CatalogText;
import io.millrace.spark.schema.DiscoveredSchema;
import io.millrace.spark.schema.RecordColumns;
import io.millrace.spark.schema.TableKey;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;

/** The check of a table's definition against the rules of the options and against the service. */
public final class TableDefinition {

  private TableDefinition() {}

  /**
   * Checks a definition without a list of columns: they are in {@code catalog}, or found out.
   *
   * @return the columns, with those that tell of a change where {@code record.columns} asks for
   *     them
   */
  public static StructType check(OptionValues options) {
    Optional<String> catalog = options.find(DefinitionOptions.CATALOG);
    if (catalog.isEmpty()) {
      options.check(OptionUse.TABLE);
    }
    StructType schema = catalog.isPresent() ? CatalogText.parse(catalog.get()) : discover(options);
    check(options, schema);
    return options.get(StreamReadOptions.RECORD_COLUMNS)
        ? RecordColumns.withRecordColumns(schema)
        : schema;
  }

  /** The columns of a table that the options do not describe. */
  public static StructType discover(OptionValues options) {
    int rows = options.get(DefinitionOptions.SCHEMA_SAMPLE_ROWS);
    try (PlanningCalls calls = new PlanningCalls(Connection.of(options))) {
      TableMeta table = calls.description(options.get(DefinitionOptions.TABLE_NAME)).getTableMeta();
      return DiscoveredSchema.of(table, rows == 0 ? List.of() : calls.sample(table, rows));
    }
  }

  /** Refuses a PARTITIONED BY clause. */
  public static void refusePartitions(Transform[] partitions) {
    if (partitions.length > 0) {
      throw new InvalidQueryException(
              "A table of Tablestore cannot be PARTITIONED BY, because the service divides it by"
                  + " its key: remove the clause.")
          .unchecked();
    }
  }

  /** Checks a definition with the given columns. */
  public static void check(OptionValues options, StructType schema) {
    options.check(OptionUse.TABLE);
    options.find(DefinitionOptions.CATALOG).ifPresent(CatalogText::parse);
    String table = options.get(DefinitionOptions.TABLE_NAME);
    checkNames(table, schema);
    RecordColumns.check(table, schema);
    Connection connection = Connection.of(options);
    try (PlanningCalls calls = new PlanningCalls(connection)) {
      TableKey key = calls.describeTable(table);
      key.check(RecordColumns.withoutRecordColumns(schema));
      options
          .find(StreamReadOptions.TUNNEL_ID)
          .ifPresent(tunnel -> calls.findTunnel(table, tunnel));
    }
  }

  /**
   * Refuses columns without a name, and two that Spark takes for one: it would make the table and
   * then find neither.
   */
  public static void checkNames(String table, StructType schema) {
    boolean caseMatters = SQLConf.get().caseSensitiveAnalysis();
    Map<String, String> seen = new HashMap<>();
    for (String name : schema.fieldNames()) {
      if (name.isBlank()) {
        throw new InvalidCatalogException(
                "A column of table " + table + " has no name: give it one, or leave it out.")
            .unchecked();
      }
      if (caseMatters) {
        continue;
      }
      String alike = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
      if (alike != null) {
        throw new InvalidCatalogException(
                "Columns '"
                    + alike
                    + "' and '"
                    + name
                    + "' of table "
                    + table
                    + " differ in nothing that Spark sees: leave one of them out, or set"
                    + " spark.sql.caseSensitive to true.")
            .unchecked();
      }
    }
  }
}
