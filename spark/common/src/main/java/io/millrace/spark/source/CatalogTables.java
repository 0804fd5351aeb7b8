package io.millrace.spark.source;

import java.util.Map;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.connector.catalog.V1Table;

/** Our tables as Spark's session catalog keeps them. */
final class CatalogTables {

  private CatalogTables() {}

  static boolean isTablestore(CatalogTable table) {
    return table.provider().isDefined() && isTablestore(table.provider().get());
  }

  static boolean isTablestore(String provider) {
    return TablestoreProvider.NAME.equalsIgnoreCase(provider)
        || TablestoreProvider.class.getName().equals(provider);
  }

  /**
   * The table a catalog entry describes.
   *
   * @param name its name in SQL
   */
  static TablestoreTable toTable(CatalogTable table, String name) {
    // V1Table knows which of the entry's many properties are options.
    Map<String, String> properties = V1Table.apply(table).properties();
    return TablestoreTable.of(name, table.schema(), properties);
  }
}
