package io.millrace.spark.sql;

import io.millrace.spark.source.SessionCatalogs;
import io.millrace.spark.source.SessionTables;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.catalog.V1Table;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.v2.FileDataSourceV2;
import org.apache.spark.sql.sources.RelationProvider;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.Option;

/**
 * A table whose provider is a system and no format of files: {@code kafka}, {@code rate}, {@code
 * console} and their like. It is reached by its provider and options: the session's catalog of
 * Spark 3.5 gives no way to stream from or into such tables, and that of Spark 4 none to learn what
 * columns a table takes that cannot be queried.
 */
record FormatAccess(SparkSession session, CatalogTable table, Map<String, String> options)
    implements TableAccess {

  /** The table of a name, if it is one of those. */
  static Optional<TableAccess> of(SparkSession session, QualifiedName name) throws Exception {
    SessionCatalog tables = session.sessionState().catalog();
    Optional<TableIdentifier> identifier = SessionTables.identifier(session, name.parts());
    if (identifier.isEmpty()) {
      return Optional.empty();
    }
    CatalogTable table = tables.getTableMetadata(identifier.get());
    if (table.provider().isEmpty()
        || !isSystem(session, table.provider().get())
        || !isBeyondTheCatalog(session, table.identifier())) {
      return Optional.empty();
    }
    return Optional.of(new FormatAccess(session, table, options(table)));
  }

  /** The options that a table was made with. */
  static Map<String, String> options(CatalogTable table) {
    Map<String, String> options = new HashMap<>();
    String prefix = "option.";
    V1Table.apply(table)
        .properties()
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                options.put(key.substring(prefix.length()), value);
              }
            });
    return options;
  }

  private static boolean isSystem(SparkSession session, String provider) {
    if (provider.equalsIgnoreCase("hive")) {
      return false;
    }
    Class<?> type = DataSource.lookupDataSource(provider, session.sessionState().conf());
    return !isOfFiles(type) && TableProvider.class.isAssignableFrom(type);
  }

  /** Whether a provider is a format of files, which Spark itself writes. */
  static boolean isOfFiles(SparkSession session, String provider) {
    return !provider.equalsIgnoreCase("hive")
        && isOfFiles(DataSource.lookupDataSource(provider, session.sessionState().conf()));
  }

  private static boolean isOfFiles(Class<?> type) {
    return FileFormat.class.isAssignableFrom(type) || FileDataSourceV2.class.isAssignableFrom(type);
  }

  /** Whether the catalog gives it out in a form that cannot be streamed, or cannot be queried. */
  private static boolean isBeyondTheCatalog(SparkSession session, TableIdentifier table)
      throws NoSuchTableException {
    TableCatalog catalog = (TableCatalog) SessionCatalogs.own(session);
    Identifier identifier = Identifier.of(new String[] {table.database().get()}, table.table());
    Table loaded = catalog.loadTable(identifier);
    return loaded instanceof V1Table || !loaded.capabilities().contains(TableCapability.BATCH_READ);
  }

  @Override
  public StructType schema() {
    return table.schema();
  }

  @Override
  public String identity() {
    return table.identifier().unquotedString();
  }

  @Override
  public Dataset<Row> openStream(Map<String, String> scanOptions) {
    return session
        .readStream()
        .format(table.provider().get())
        .options(options)
        .options(scanOptions)
        .load();
  }

  @Override
  public Dataset<Row> openBatch(Map<String, String> scanOptions) {
    if (!isReadInBatches()) {
      throw new InvalidStatementException(
              "The source "
                  + table.provider().get()
                  + " of "
                  + identity()
                  + " cannot be read as a batch: write CREATE SCAN ... USING STREAM.")
          .unchecked();
    }
    return session
        .read()
        .format(table.provider().get())
        .options(options)
        .options(scanOptions)
        .load();
  }

  private boolean isReadInBatches() {
    Option<TableProvider> provider =
        DataSource.lookupDataSourceV2(table.provider().get(), session.sessionState().conf());
    if (provider.isEmpty() || provider.get() instanceof RelationProvider) {
      return true;
    }
    CaseInsensitiveStringMap all = new CaseInsensitiveStringMap(options);
    return provider
        .get()
        .getTable(
            provider.get().inferSchema(all),
            provider.get().inferPartitioning(all),
            all.asCaseSensitiveMap())
        .capabilities()
        .contains(TableCapability.BATCH_READ);
  }

  /** But for Kafka, such a system takes whatever columns it is given, or has none. */
  @Override
  public Dataset<Row> align(Dataset<Row> query) {
    return table.provider().get().equalsIgnoreCase(KafkaColumns.PROVIDER)
        ? new KafkaColumns(identity(), options).align(query)
        : query;
  }

  @Override
  public MergeTarget merging(Merge merge, Map<String, String> writer)
      throws InvalidStatementException {
    throw new InvalidStatementException(
        "The source "
            + table.provider().get()
            + " of "
            + identity()
            + " has no rows to merge with: use INSERT INTO.");
  }

  @Override
  public Map<String, String> writerDefaults() {
    return options;
  }

  @Override
  public StreamingQuery start(DataStreamWriter<Row> writer) throws TimeoutException {
    return writer.format(table.provider().get()).start();
  }
}
