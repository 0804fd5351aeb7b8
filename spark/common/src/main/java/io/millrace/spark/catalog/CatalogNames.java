package io.millrace.spark.catalog;

import io.millrace.spark.options.DefinitionOptions;
import io.millrace.spark.options.OptionValues;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Identifier;

/** Names of SQL and of the service. */
final class CatalogNames {

  private CatalogNames() {}

  /** The options that stand for another instance: its name, and its address where that has it. */
  static OptionValues instance(OptionValues options, String instance) {
    Map<String, String> changed = new HashMap<>();
    changed.put(DefinitionOptions.INSTANCE_NAME.name(), instance);
    String own = options.get(DefinitionOptions.INSTANCE_NAME);
    String endpoint = options.get(DefinitionOptions.ENDPOINT);
    URI address = URI.create(endpoint);
    if (address.getHost().startsWith(own + ".")) {
      changed.put(
          DefinitionOptions.ENDPOINT.name(),
          address.getScheme()
              + "://"
              + instance
              + endpoint.substring(endpoint.indexOf(own) + own.length()));
    }
    return OptionValues.of(changed);
  }

  /** A table's name as SQL takes it. */
  static String quoted(String catalog, Identifier identifier) {
    StringBuilder sql = new StringBuilder(quoted(catalog));
    for (String part : identifier.namespace()) {
      sql.append('.').append(quoted(part));
    }
    return sql.append('.').append(quoted(identifier.name())).toString();
  }

  private static String quoted(String part) {
    return '`' + part.replace("`", "``") + '`';
  }
}
