package io.millrace.spark.catalog;

import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import io.millrace.protocol.error.Limits;
import io.millrace.spark.error.InvalidCatalogException;
import io.millrace.spark.error.InvalidOptionException;
import io.millrace.spark.options.NewTableOptions;
import io.millrace.spark.options.OptionUse;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.schema.ServiceType;
import io.millrace.spark.schema.TableKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table as {@code CREATE TABLE} in a catalog describes it. The columns that are not of the key
 * become defined columns of the table, which is how the next session knows them.
 */
final class NewTable {

  /** What Spark adds to the properties of every table. */
  private static final Set<String> OF_SPARK =
      Set.of(
          TableCatalog.PROP_PROVIDER,
          TableCatalog.PROP_OWNER,
          TableCatalog.PROP_EXTERNAL,
          "is_managed_location",
          "collation");

  private NewTable() {}

  /** The call that makes a table. */
  static CreateTableRequest request(
      String table, StructType schema, Map<String, String> properties) {
    OptionValues options = options(table, properties);
    List<String> key =
        Arrays.stream(options.get(NewTableOptions.PRIMARY_KEY).split(",", -1))
            .map(String::strip)
            .toList();
    TableMeta meta = new TableMeta(table);
    for (String column : key) {
      meta.addPrimaryKeyColumn(column, keyType(table, column, schema));
    }
    checkClauses(table, schema, key);
    checkOrder(table, schema, key);
    List<StructField> others = new ArrayList<>(List.of(schema.fields()));
    others.removeIf(field -> key.contains(field.name()));
    if (others.size() > Limits.DEFINED_COLUMNS) {
      throw new InvalidCatalogException(
              "Table "
                  + table
                  + " would have "
                  + others.size()
                  + " columns beside its key, and the service keeps the definitions of "
                  + Limits.DEFINED_COLUMNS
                  + ": make the table with fewer, and write the others without defining them.")
          .unchecked();
    }
    for (StructField field : others) {
      meta.addDefinedColumn(field.name(), DefinedColumnType.valueOf(type(table, field).name()));
    }
    return new CreateTableRequest(
        meta,
        new TableOptions(
            options.get(NewTableOptions.TABLE_TTL_S),
            options.get(NewTableOptions.TABLE_MAX_VERSIONS)));
  }

  private static OptionValues options(String table, Map<String, String> properties) {
    String provider = properties.get(TableCatalog.PROP_PROVIDER);
    if (provider != null && !provider.equalsIgnoreCase("tablestore")) {
      throw new InvalidOptionException(
              "Table "
                  + table
                  + " would be USING "
                  + provider
                  + " in a catalog of Tablestore: leave the clause out.")
          .unchecked();
    }
    if (properties.containsKey(TableCatalog.PROP_LOCATION)) {
      throw new InvalidOptionException(
              "Table " + table + " has no LOCATION in Tablestore: leave the clause out.")
          .unchecked();
    }
    if (properties.containsKey(TableCatalog.PROP_COMMENT)) {
      throw commented("Table " + table);
    }
    Map<String, String> given = new LinkedHashMap<>(properties);
    given.keySet().removeAll(OF_SPARK);
    // Each option comes twice, once with a prefix.
    given.keySet().removeIf(name -> name.startsWith(TableCatalog.OPTION_PREFIX));
    OptionValues options = OptionValues.of(given);
    options.check(OptionUse.NEW_TABLE);
    return options;
  }

  private static RuntimeException commented(String thing) {
    return new InvalidOptionException(
            thing + " would have a COMMENT, and the service keeps none: leave the clause out.")
        .unchecked();
  }

  /** Refuses what the service would forget. */
  private static void checkClauses(String table, StructType schema, List<String> key) {
    for (StructField field : schema.fields()) {
      if (field.getComment().isDefined()) {
        throw commented("Column '" + field.name() + "' of table " + table);
      }
      if (!field.nullable() && !key.contains(field.name())) {
        throw new InvalidCatalogException(
                "Column '"
                    + field.name()
                    + "' of table "
                    + table
                    + " would be NOT NULL, which the service keeps of key columns alone: leave the"
                    + " clause out.")
            .unchecked();
      }
    }
  }

  /**
   * Refuses an order of columns that is not the one they come back in, with the key first, where
   * Spark would take the values of an {@code INSERT} without names for others and store them.
   */
  private static void checkOrder(String table, StructType schema, List<String> key) {
    List<StructField> declared = List.of(schema.fields());
    List<StructField> found = new ArrayList<>();
    key.forEach(column -> found.add(schema.apply(column)));
    declared.stream().filter(field -> !key.contains(field.name())).forEach(found::add);
    if (declared.equals(found)) {
      return;
    }
    for (int i = 0; i < found.size(); i++) {
      if (!Cast.canANSIStoreAssign(declared.get(i).dataType(), found.get(i).dataType())) {
        return;
      }
    }
    throw new InvalidCatalogException(
            "The columns of table "
                + table
                + " come back with the key first, and an INSERT in the order given here would"
                + " mistake one for another: write them in the order "
                + String.join(", ", found.stream().map(StructField::name).toList())
                + ".")
        .unchecked();
  }

  private static PrimaryKeyType keyType(String table, String column, StructType schema) {
    StructField field =
        Arrays.stream(schema.fields())
            .filter(each -> each.name().equals(column))
            .findFirst()
            .orElseThrow(() -> notAColumn(table, column, schema));
    ServiceType type = type(table, field);
    return switch (type) {
      case INTEGER -> PrimaryKeyType.INTEGER;
      case STRING -> PrimaryKeyType.STRING;
      case BINARY -> PrimaryKeyType.BINARY;
      default ->
          throw new InvalidCatalogException(
                  "Key column '"
                      + column
                      + "' of table "
                      + table
                      + " is "
                      + field.dataType().simpleString()
                      + ", which no key can be: make it bigint, string or binary.")
              .unchecked();
    };
  }

  private static RuntimeException notAColumn(String table, String column, StructType schema) {
    return new InvalidOptionException(
            "Option primary.key of table "
                + table
                + " names '"
                + column
                + "', which is none of its columns: name some of "
                + TableKey.quoted(List.of(schema.fieldNames()))
                + ", in the order of the key.")
        .unchecked();
  }

  /** A type that comes back as the same one. */
  private static ServiceType type(String table, StructField field) {
    Optional<ServiceType> type = ServiceType.of(field.dataType());
    if (type.isPresent() && type.get().sparkType().equals(field.dataType())) {
      return type.get();
    }
    throw new InvalidCatalogException(
            "Column '"
                + field.name()
                + "' of table "
                + table
                + " is "
                + field.dataType().simpleString()
                + ", and the service would remember "
                + type.map(cell -> cell.sparkType().simpleString()).orElse("no type")
                + ": make it bigint, double, string, binary or boolean.")
        .unchecked();
  }

  /** What DESCRIBE shows of a table that exists. */
  static Map<String, String> properties(DescribeTableResponse table) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put(
        NewTableOptions.PRIMARY_KEY.name(),
        String.join(",", TableKey.of(table.getTableMeta()).names()));
    properties.put(
        NewTableOptions.TABLE_TTL_S.name(),
        Integer.toString(table.getTableOptions().getTimeToLive()));
    properties.put(
        NewTableOptions.TABLE_MAX_VERSIONS.name(),
        Integer.toString(table.getTableOptions().getMaxVersions()));
    return properties;
  }
}
