package io.millrace.spark.source;

import io.millrace.spark.client.PlanningCalls;
import io.millrace.spark.error.InvalidOptionException;
import io.millrace.spark.error.InvalidQueryException;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.OptionUse;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.options.TablestoreOptions;
import io.millrace.spark.schema.CatalogText;
import io.millrace.spark.schema.RecordColumns;
import io.millrace.spark.schema.TableKey;
import org.apache.spark.sql.types.StructType;

/** The check of a table's definition against the rules of the options and against the service. */
public final class TableDefinition {

  private TableDefinition() {}

  /**
   * Checks a definition whose columns are in {@code catalog}.
   *
   * @return the columns
   */
  public static StructType check(OptionValues options) {
    String catalog =
        options
            .find(TablestoreOptions.CATALOG)
            .orElseThrow(
                () ->
                    new InvalidOptionException(
                            "Option catalog is missing: give the columns as {\"columns\": {\"id\":"
                                + " {\"type\": \"string\"}}}, or list them in CREATE TABLE.")
                        .unchecked());
    StructType schema = CatalogText.parse(catalog);
    check(options, schema);
    return schema;
  }

  /** The refusal of a PARTITIONED BY clause. */
  static RuntimeException partitioned() {
    return new InvalidQueryException(
            "A table of Tablestore cannot be PARTITIONED BY, because the service divides it by its"
                + " key: remove the clause.")
        .unchecked();
  }

  /** Checks a definition with the given columns. */
  public static void check(OptionValues options, StructType schema) {
    options.check(OptionUse.TABLE);
    options.find(TablestoreOptions.CATALOG).ifPresent(CatalogText::parse);
    Connection connection = Connection.of(options);
    String table = options.get(TablestoreOptions.TABLE_NAME);
    try (PlanningCalls calls = new PlanningCalls(connection)) {
      TableKey key = calls.describeTable(table);
      key.check(RecordColumns.withoutRecordColumns(schema));
      options
          .find(TablestoreOptions.TUNNEL_ID)
          .ifPresent(tunnel -> calls.findTunnel(table, tunnel));
    }
  }
}
