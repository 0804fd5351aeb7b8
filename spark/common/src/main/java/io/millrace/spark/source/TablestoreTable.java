package io.millrace.spark.source;

import io.millrace.spark.options.DefinitionOptions;
import io.millrace.spark.options.OptionUse;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.read.TablestoreScanBuilder;
import io.millrace.spark.schema.CatalogText;
import io.millrace.spark.schema.ServiceType;
import io.millrace.spark.write.SinkProgress;
import io.millrace.spark.write.TablestoreWriteBuilder;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.ReportsSinkMetrics;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A Spark table that stands for a table of an instance. Making one calls nobody and refuses
 * nothing: a table with wrong options must still be droppable. Reading or writing checks.
 */
public final class TablestoreTable implements SupportsRead, SupportsWrite, ReportsSinkMetrics {

  private final StructType schema;
  private final OptionValues options;
  private final Map<String, String> properties;
  private final String catalogName;
  private final SinkProgress sink = new SinkProgress();
  private final boolean ownCatalog;

  private TablestoreTable(
      String catalogName,
      boolean ownCatalog,
      StructType schema,
      OptionValues options,
      Map<String, String> properties) {
    this.catalogName = catalogName;
    this.ownCatalog = ownCatalog;
    this.schema = schema;
    this.options = options;
    this.properties = properties;
  }

  /**
   * A table as a catalog, a reader or a writer describes it.
   *
   * @param properties its options, or its properties with the options among them
   */
  public static TablestoreTable of(StructType schema, Map<String, String> properties) {
    return of(null, schema, properties);
  }

  /**
   * A table of a catalog.
   *
   * @param catalogName the table's name in SQL, or null when it has none
   */
  static TablestoreTable of(String catalogName, StructType schema, Map<String, String> properties) {
    return new TablestoreTable(
        catalogName, false, schema, OptionValues.ofTable(properties), shown(properties));
  }

  /**
   * A table of a catalog of the instance.
   *
   * @param catalogName the table's name in SQL
   * @param options those of the catalog with the table's name
   * @param found what the service tells of the table, to be shown
   */
  public static TablestoreTable ofCatalog(
      String catalogName,
      StructType schema,
      Map<String, String> options,
      Map<String, String> found) {
    // Those of the catalog are not the table's: with them SHOW CREATE TABLE could not be run again.
    return new TablestoreTable(catalogName, true, schema, OptionValues.of(options), shown(found));
  }

  /** The same with some of its columns alone, in an order of their own, for a write of those. */
  public TablestoreTable withColumns(List<String> columns) {
    StructType some = new StructType();
    for (String column : columns) {
      some = some.add(schema.apply(column));
    }
    return new TablestoreTable(catalogName, ownCatalog, some, options, properties);
  }

  private static Map<String, String> shown(Map<String, String> properties) {
    Map<String, String> shown = new TreeMap<>(properties);
    // A managed table gets a directory from Spark that holds nothing; showing it would mislead.
    shown.remove("path");
    shown.put(TableCatalog.PROP_PROVIDER, TablestoreProvider.NAME);
    return Collections.unmodifiableMap(shown);
  }

  /** The table's name in SQL; null when it was not looked up by one. */
  String catalogName() {
    return catalogName;
  }

  /** Whether it is of a catalog of ours, which gives it to Spark as it is. */
  boolean ownCatalog() {
    return ownCatalog;
  }

  /** The table's own options. */
  OptionValues options() {
    return options;
  }

  /** The instance and the table in it, such as {@code my-instance.OrderSource}. */
  @Override
  public String name() {
    Map<String, String> given = options.asMap();
    return given.get(DefinitionOptions.INSTANCE_NAME.name())
        + "."
        + given.get(DefinitionOptions.TABLE_NAME.name());
  }

  @Override
  @SuppressWarnings("deprecation") // The line for Spark 3.5 has no other way to give the columns.
  public StructType schema() {
    return schema;
  }

  /** The properties, secrets included: Spark masks those wherever it shows properties. */
  @Override
  public Map<String, String> properties() {
    return properties;
  }

  @Override
  public Set<TableCapability> capabilities() {
    // TRUNCATE lets an INSERT OVERWRITE come as far as our own refusal, which says what to do.
    return EnumSet.of(
        TableCapability.BATCH_READ,
        TableCapability.BATCH_WRITE,
        TableCapability.TRUNCATE,
        TableCapability.MICRO_BATCH_READ,
        TableCapability.STREAMING_WRITE);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap readOptions) {
    return new TablestoreScanBuilder(ServiceType.withoutLengths(schema), merged(readOptions));
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return new TablestoreWriteBuilder(
        info, ServiceType.withoutLengths(written()), merged(info.options()), sink);
  }

  /** A writer by format gives this table the columns of its query: those of the catalog hold. */
  private StructType written() {
    return catalogName == null
        ? options.find(DefinitionOptions.CATALOG).map(CatalogText::parse).orElse(schema)
        : schema;
  }

  @Override
  public Map<String, String> metrics() {
    return sink.metrics();
  }

  private OptionValues merged(CaseInsensitiveStringMap others) {
    OptionValues merged = options.overlaidBy(OptionValues.of(others.asCaseSensitiveMap()));
    merged.check(OptionUse.TABLE);
    return merged;
  }

  @Override
  public String toString() {
    return "tablestore " + name();
  }
}
