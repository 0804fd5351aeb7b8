package io.millrace.spark.source;

import io.millrace.spark.options.DefinitionOptions;
import io.millrace.spark.options.OptionValues;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The data source {@code tablestore}.
 *
 * <p>A definition is checked, with the service's help, at {@code CREATE TABLE}, which then stores
 * the schema, and at every {@code load} without a schema. Loading a table that exists checks
 * nothing and calls nobody, because Spark does it at every analysis and also to drop the table.
 *
 * <p>Spark makes a provider for each of these. To create a table with a column list, Spark 4 asks
 * it for the partitioning and then for the table, without having asked for the schema; nothing else
 * comes in that order.
 */
public final class TablestoreProvider implements TableProvider, DataSourceRegister {

  /** The name after {@code USING} and in {@code format(...)}. */
  public static final String NAME = "tablestore";

  private boolean inferred;
  private boolean defines;

  @Override
  public String shortName() {
    return NAME;
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    inferred = true;
    return TableDefinition.check(OptionValues.ofTable(options.asCaseSensitiveMap()));
  }

  @Override
  public Transform[] inferPartitioning(CaseInsensitiveStringMap options) {
    defines = !inferred;
    return new Transform[0];
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    TableDefinition.refusePartitions(partitioning);
    if (defines) {
      check(OptionValues.ofTable(properties), schema);
    }
    return TablestoreTable.of(schema, properties);
  }

  /**
   * A writer by format comes in the same order, with the columns of its query, which need not be
   * all: the table's own are in {@code catalog} then.
   */
  private static void check(OptionValues options, StructType schema) {
    if (options.find(DefinitionOptions.CATALOG).isPresent()) {
      TableDefinition.check(options);
    } else {
      TableDefinition.check(options, schema);
    }
  }
}
