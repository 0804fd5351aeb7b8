package io.millrace.spark.catalog;

import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import io.millrace.spark.client.PlanningCalls;
import io.millrace.spark.error.InvalidQueryException;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.DefinitionOptions;
import io.millrace.spark.options.OptionUse;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.source.TableDefinition;
import io.millrace.spark.source.TablestoreTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.NamespaceChange;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.SupportsNamespaces;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The tables of an instance, by their own names and with the columns they have. The options of the
 * data source are those of the catalog. Another instance of the same endpoint is a namespace:
 * {@code ots.other.OrderSource}.
 */
public final class TablestoreCatalog implements StagingTableCatalog, SupportsNamespaces {

  private String name;
  private OptionValues options;

  @Override
  public void initialize(String catalogName, CaseInsensitiveStringMap given) {
    name = catalogName;
    options = OptionValues.of(given.asCaseSensitiveMap());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Identifier[] listTables(String[] namespace) throws NoSuchNamespaceException {
    if (!namespaceExists(namespace)) {
      throw new NoSuchNamespaceException(namespace);
    }
    try (PlanningCalls calls = calls(ofInstance(namespace))) {
      return calls.tables().stream()
          .map(table -> Identifier.of(namespace, table))
          .toArray(Identifier[]::new);
    }
  }

  @Override
  public boolean tableExists(Identifier identifier) {
    return describe(identifier).isPresent();
  }

  @Override
  public Table loadTable(Identifier identifier) throws NoSuchTableException {
    DescribeTableResponse found =
        describe(identifier).orElseThrow(() -> new NoSuchTableException(identifier));
    OptionValues table = ofTable(identifier);
    return table(identifier, table, TableDefinition.check(table), found);
  }

  @Override
  public Table loadTable(Identifier identifier, String version) throws NoSuchTableException {
    throw noPast(identifier, "VERSION");
  }

  @Override
  public Table loadTable(Identifier identifier, long timestamp) throws NoSuchTableException {
    throw noPast(identifier, "TIMESTAMP");
  }

  /** Spark's own answer would be that there is no such table. */
  private RuntimeException noPast(Identifier identifier, String clause)
      throws NoSuchTableException {
    if (!tableExists(identifier)) {
      throw new NoSuchTableException(identifier);
    }
    return refuse(
        "Table "
            + identifier.name()
            + " cannot be read "
            + clause
            + " AS OF, because the service keeps tables as they are now alone: remove the clause.");
  }

  private TablestoreTable table(
      Identifier identifier,
      OptionValues values,
      StructType schema,
      DescribeTableResponse description) {
    Map<String, String> properties = new LinkedHashMap<>(values.asMap());
    return TablestoreTable.ofCatalog(
        CatalogNames.quoted(name, identifier),
        schema,
        properties,
        NewTable.properties(description));
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
  @SuppressWarnings("deprecation") // The line for Spark 3.5 declares no other.
  public TablestoreTable createTable(
      Identifier identifier,
      StructType schema,
      Transform[] partitions,
      Map<String, String> properties)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    if (identifier.namespace().length > 1) {
      throw new NoSuchNamespaceException(identifier.namespace());
    }
    OptionValues values = ofTable(identifier);
    String table = values.get(DefinitionOptions.TABLE_NAME);
    TableDefinition.refusePartitions(partitions);
    TableDefinition.checkNames(table, schema);
    CreateTableRequest request = NewTable.request(table, schema, properties);
    try (PlanningCalls calls = calls(values)) {
      if (!calls.createTable(request)) {
        throw new TableAlreadyExistsException(identifier);
      }
      return table(identifier, values, schema, calls.description(table));
    }
  }

  // A table for the rows of a query.

  @Override
  @SuppressWarnings("deprecation") // The line for Spark 3.5 declares no other.
  public StagedTable stageCreate(
      Identifier identifier,
      StructType schema,
      Transform[] partitions,
      Map<String, String> properties)
      throws TableAlreadyExistsException, NoSuchNamespaceException {
    return new TableOfQuery(
        createTable(identifier, schema, partitions, properties), () -> dropTable(identifier));
  }

  @Override
  @SuppressWarnings("deprecation")
  public StagedTable stageReplace(
      Identifier identifier,
      StructType schema,
      Transform[] partitions,
      Map<String, String> properties)
      throws NoSuchTableException {
    if (!tableExists(identifier)) {
      throw new NoSuchTableException(identifier);
    }
    throw notReplaced(identifier);
  }

  @Override
  @SuppressWarnings("deprecation")
  public StagedTable stageCreateOrReplace(
      Identifier identifier,
      StructType schema,
      Transform[] partitions,
      Map<String, String> properties)
      throws NoSuchNamespaceException {
    if (tableExists(identifier)) {
      throw notReplaced(identifier);
    }
    try {
      return stageCreate(identifier, schema, partitions, properties);
    } catch (TableAlreadyExistsException e) {
      throw notReplaced(identifier);
    }
  }

  private static RuntimeException notReplaced(Identifier identifier) {
    return refuse(
        "Table "
            + identifier.name()
            + " exists and is not replaced, because its rows and its tunnels would be gone before"
            + " the new ones are there: DROP it first, or use INSERT OVERWRITE.");
  }

  @Override
  public Table alterTable(Identifier identifier, TableChange... changes) {
    throw refuse(
        "Table "
            + identifier.name()
            + " cannot be altered by SQL: use the console of the service or its SDK.");
  }

  @Override
  public boolean dropTable(Identifier identifier) {
    if (identifier.namespace().length > 1) {
      return false;
    }
    OptionValues table = ofTable(identifier);
    try (PlanningCalls calls = calls(table)) {
      return calls.deleteTable(table.get(DefinitionOptions.TABLE_NAME));
    }
  }

  /** The service keeps nothing of a table that is dropped, so that PURGE asks for no more. */
  @Override
  public boolean purgeTable(Identifier identifier) {
    return dropTable(identifier);
  }

  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw refuse(
        "Table "
            + from.name()
            + " cannot be renamed, because the service has no such call: create "
            + to.name()
            + " and INSERT the rows.");
  }

  private Optional<DescribeTableResponse> describe(Identifier identifier) {
    if (identifier.namespace().length > 1) {
      return Optional.empty();
    }
    OptionValues table = ofTable(identifier);
    try (PlanningCalls calls = calls(table)) {
      return calls.findDescription(table.get(DefinitionOptions.TABLE_NAME));
    }
  }

  private OptionValues ofTable(Identifier identifier) {
    return ofInstance(identifier.namespace())
        .overlaidBy(
            OptionValues.of(Map.of(DefinitionOptions.TABLE_NAME.name(), identifier.name())));
  }

  private OptionValues ofInstance(String[] namespace) {
    options.check(OptionUse.TABLE);
    SessionSecrets.check(name, options);
    if (namespace.length == 0) {
      return options;
    }
    return options.overlaidBy(CatalogNames.instance(options, namespace[0]));
  }

  private static PlanningCalls calls(OptionValues values) {
    return new PlanningCalls(Connection.of(values));
  }

  // Instances.

  @Override
  public String[][] listNamespaces() {
    return new String[][] {{options.get(DefinitionOptions.INSTANCE_NAME)}};
  }

  @Override
  public String[][] listNamespaces(String[] namespace) throws NoSuchNamespaceException {
    if (namespace.length == 0) {
      return listNamespaces();
    }
    if (!namespaceExists(namespace)) {
      throw new NoSuchNamespaceException(namespace);
    }
    return new String[0][];
  }

  /** The service does not tell which instances there are, only whether one is there. */
  @Override
  public boolean namespaceExists(String[] namespace) {
    if (namespace.length != 1
        || namespace[0].equals(options.get(DefinitionOptions.INSTANCE_NAME))) {
      return namespace.length <= 1;
    }
    try (PlanningCalls calls = calls(ofInstance(namespace))) {
      return calls.reachesInstance();
    }
  }

  @Override
  public Map<String, String> loadNamespaceMetadata(String[] namespace)
      throws NoSuchNamespaceException {
    if (!namespaceExists(namespace)) {
      throw new NoSuchNamespaceException(namespace);
    }
    return Map.of();
  }

  @Override
  public void createNamespace(String[] namespace, Map<String, String> metadata) {
    throw instancesStay(namespace);
  }

  @Override
  public void alterNamespace(String[] namespace, NamespaceChange... changes) {
    throw instancesStay(namespace);
  }

  @Override
  public boolean dropNamespace(String[] namespace, boolean cascade) {
    throw instancesStay(namespace);
  }

  private static RuntimeException instancesStay(String[] namespace) {
    return refuse(
        "Instance "
            + Arrays.stream(namespace).reduce((one, other) -> one + "." + other).orElse("")
            + " cannot be created, changed or dropped by SQL: use the console of the service.");
  }

  private static RuntimeException refuse(String sentence) {
    return new InvalidQueryException(sentence).unchecked();
  }
}
