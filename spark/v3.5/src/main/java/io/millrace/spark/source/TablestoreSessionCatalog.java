package io.millrace.spark.source;

import io.millrace.spark.options.OptionValues;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.DelegatingCatalogExtension;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.V1Table;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;

/**
 * The session catalog of Spark 3.5, with two differences: tables of our provider come out as they
 * are, and their columns are found out and checked when they are created, as Spark 4 does.
 */
public final class TablestoreSessionCatalog extends DelegatingCatalogExtension {

  @Override
  public Table loadTable(Identifier identifier) throws NoSuchTableException {
    return ours(super.loadTable(identifier));
  }

  private static Table ours(Table table) {
    return table instanceof V1Table old && CatalogTables.isTablestore(old.catalogTable())
        ? CatalogTables.toTable(old.catalogTable(), old.catalogTable().identifier().quotedString())
        : table;
  }

  @Override
  public Table createTable(
      Identifier identifier,
      Column[] columns,
      Transform[] partitions,
      Map<String, String> properties)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    return createTable(
        identifier, CatalogV2Util.v2ColumnsToStructType(columns), partitions, properties);
  }

  @Override
  @SuppressWarnings("deprecation")
  public Table createTable(
      Identifier identifier,
      StructType schema,
      Transform[] partitions,
      Map<String, String> properties)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    if (!CatalogTables.isTablestore(properties.get(TableCatalog.PROP_PROVIDER))) {
      return super.createTable(identifier, schema, partitions, properties);
    }
    TableDefinition.refusePartitions(partitions);
    OptionValues options = OptionValues.ofTable(properties);
    if (schema.isEmpty()) {
      return ours(
          super.createTable(identifier, TableDefinition.check(options), partitions, properties));
    }
    TableDefinition.check(options, schema);
    return ours(super.createTable(identifier, schema, partitions, properties));
  }
}
