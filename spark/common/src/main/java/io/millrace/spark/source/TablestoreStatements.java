package io.millrace.spark.source;

import io.millrace.spark.client.PlanningCalls;
import io.millrace.spark.error.InvalidOptionException;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.DefinitionOptions;
import io.millrace.spark.options.OptionUse;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.options.StreamReadOptions;
import io.millrace.spark.options.StreamSettings;
import io.millrace.spark.options.TablestoreOptions;
import io.millrace.spark.schema.RecordColumns;
import io.millrace.spark.schema.TableKey;
import io.millrace.spark.write.SinkColumns;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.streaming.WriteToStream;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.StructType;

/**
 * What the statements {@code CREATE SCAN} and {@code CREATE STREAM} need of the data source. Where
 * the session's own catalog is someone else's and gives Spark no way to our tables, they are
 * reached by format and options instead.
 *
 * <p>Everything a user can get wrong is a {@code MillraceException}.
 */
public final class TablestoreStatements {

  private TablestoreStatements() {}

  /**
   * The table of a name, if its provider is {@code tablestore}.
   *
   * @param name as in SQL, with or without its database
   * @return empty when it is a view, is in a catalog of others, or has another provider
   */
  public static Optional<TablestoreTable> find(SparkSession session, String name)
      throws AnalysisException {
    Optional<TablestoreTable> ours = OwnCatalogs.find(session, name);
    return ours.isPresent() ? ours : findInSessionCatalog(session, name);
  }

  private static Optional<TablestoreTable> findInSessionCatalog(SparkSession session, String name)
      throws AnalysisException {
    Optional<TableIdentifier> identifier =
        SessionTables.identifier(session, OwnCatalogs.parts(session, name));
    SessionCatalog tables = session.sessionState().catalog();
    if (identifier.isEmpty() || tables.isTempView(identifier.get())) {
      return Optional.empty();
    }
    CatalogTable table = tables.getTableMetadata(identifier.get());
    return CatalogTables.isTablestore(table)
        ? Optional.of(CatalogTables.toTable(table, name))
        : Optional.empty();
  }

  /**
   * The changes of a table through a tunnel, checked before anything is read.
   *
   * @param scanOptions those of the scan, which stand above the table's
   */
  public static Dataset<Row> openStreamScan(
      SparkSession session, TablestoreTable table, Map<String, String> scanOptions) {
    OptionValues options = checkedOptions(table, scanOptions, OptionUse.STREAM);
    StreamSettings settings = StreamSettings.of(options);
    String name = options.get(DefinitionOptions.TABLE_NAME);
    try (PlanningCalls calls = new PlanningCalls(Connection.of(options))) {
      calls.describeTable(name).check(cells(table));
      calls.checkTunnel(name, settings.tunnel());
    }
    StructType columns =
        options.get(StreamReadOptions.RECORD_COLUMNS)
            ? RecordColumns.withRecordColumns(table.schema())
            : table.schema();
    return isServed(session, table) && columns.equals(table.schema())
        ? session.readStream().options(scanOptions).table(table.catalogName())
        : session
            .readStream()
            .format(TablestoreProvider.NAME)
            .schema(columns)
            .options(options.asMap())
            .load();
  }

  /**
   * The rows of a table, with the options of a scan.
   *
   * @param scanOptions those of the scan, which stand above the table's
   */
  public static Dataset<Row> openBatchScan(
      SparkSession session, TablestoreTable table, Map<String, String> scanOptions) {
    OptionValues options = checkedOptions(table, scanOptions, OptionUse.BATCH);
    try (PlanningCalls calls = new PlanningCalls(Connection.of(options))) {
      calls.describeTable(options.get(DefinitionOptions.TABLE_NAME)).check(cells(table));
    }
    return isServed(session, table)
        ? session.read().options(scanOptions).table(table.catalogName())
        : session
            .read()
            .format(TablestoreProvider.NAME)
            .schema(table.schema())
            .options(options.asMap())
            .load();
  }

  /** Whether Spark reaches a table by its name. */
  private static boolean isServed(SparkSession session, TablestoreTable table) {
    return table.ownCatalog()
        || (table.catalogName() != null && SessionCatalogInstaller.servesTablestore(session));
  }

  private static StructType cells(TablestoreTable table) {
    return RecordColumns.withoutRecordColumns(table.schema());
  }

  private static OptionValues checkedOptions(
      TablestoreTable table, Map<String, String> given, OptionUse use) {
    OptionValues scan = OptionValues.of(given);
    for (var secret : TablestoreOptions.secrets()) {
      if (scan.asMap().containsKey(secret.name())) {
        throw new InvalidOptionException(
                "Option "
                    + secret.name()
                    + " would be shown in plans here: give it in the OPTIONS of CREATE TABLE.")
            .unchecked();
      }
    }
    scan.check(use);
    table.options().check(OptionUse.TABLE);
    return table.options().overlaidBy(scan);
  }

  /** Refuses the columns of an INSERT that leave out one of the key. */
  public static void checkInserted(TablestoreTable table, Collection<String> columns) {
    StructType inserted = new StructType();
    for (String column : columns) {
      inserted = inserted.add(table.schema().apply(column));
    }
    OptionValues options = table.options();
    try (PlanningCalls calls = new PlanningCalls(Connection.of(options))) {
      TableKey key = calls.describeTable(options.get(DefinitionOptions.TABLE_NAME));
      SinkColumns.checkNames(inserted, table.schema(), key);
    }
  }

  /**
   * Checks the options of a statement that starts a stream into a table.
   *
   * @param alsoKnown the statement's own options, which the table knows nothing of
   */
  public static void checkSinkOptions(
      TablestoreTable sink, Map<String, String> options, Collection<String> alsoKnown) {
    OptionValues.of(options).check(OptionUse.WRITE, alsoKnown);
    sink.options().check(OptionUse.TABLE);
  }

  /**
   * A query with the columns of the table it is to be written to: matched by name, cast to their
   * types. Columns that are not of the key may be missing.
   */
  public static Dataset<Row> align(TablestoreTable sink, Dataset<Row> query) {
    OptionValues options = sink.options();
    options.check(OptionUse.TABLE);
    try (PlanningCalls calls = new PlanningCalls(Connection.of(options))) {
      TableKey key = calls.describeTable(options.get(DefinitionOptions.TABLE_NAME));
      return QueryAlignment.align(query, sink.schema(), key);
    }
  }

  /** Whether a streaming query reads a tunnel. */
  public static boolean readsTunnel(Dataset<Row> query) {
    return !QuerySources.of(query).isEmpty();
  }

  /** Whether the start of a streaming query is one that reads or writes a table of ours. */
  public static boolean concerns(WriteToStream start) {
    return start.sink() instanceof TablestoreTable || QuerySources.isIn(start.inputQuery());
  }

  /**
   * Refuses a checkpoint directory that was made with other tunnels than the query reads.
   *
   * @param query the streaming query, before it is started
   * @param checkpointLocation its checkpoint directory; it need not exist
   */
  public static void checkCheckpoint(
      SparkSession session, Dataset<Row> query, String checkpointLocation) {
    QuerySources.checkCheckpoint(session, query, checkpointLocation);
  }

  /** The key of a table, asked of the service. */
  public static TableKey key(TablestoreTable table) {
    OptionValues options = table.options();
    options.check(OptionUse.TABLE);
    try (PlanningCalls calls = new PlanningCalls(Connection.of(options))) {
      return calls.describeTable(options.get(DefinitionOptions.TABLE_NAME));
    }
  }

  /**
   * Writes rows, a record type among their columns or not.
   *
   * @param writer options of the write, which stand above the table's
   */
  public static void append(TablestoreTable table, Dataset<Row> rows, Map<String, String> writer) {
    rows.write()
        .format(TablestoreProvider.NAME)
        .options(table.options().asMap())
        .options(writer)
        .mode(SaveMode.Append)
        .save();
  }

  /** Starts a query whose writer has everything but its sink. */
  public static StreamingQuery start(
      SparkSession session, TablestoreTable sink, DataStreamWriter<Row> writer)
      throws TimeoutException {
    return isServed(session, sink)
        ? writer.toTable(sink.catalogName())
        : writer.format(TablestoreProvider.NAME).options(sink.options().asMap()).start();
  }
}
