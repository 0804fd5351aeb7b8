package io.millrace.spark.sql;

import io.millrace.spark.source.SessionCatalogs;
import io.millrace.spark.source.SessionTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.StructType;

/** A table of any other source. */
record SparkAccess(SparkSession session, QualifiedName name) implements TableAccess {

  private static final String FILE_LOG = "_spark_metadata";

  @Override
  public StructType schema() {
    return session.table(name.sql()).schema();
  }

  /** With catalog and database, which the name need not have in another session. */
  @Override
  public String identity() {
    return SessionTables.identifier(session, name.parts())
        .map(found -> metadata(found).identifier().unquotedString())
        .orElseGet(this::ofAnotherCatalog);
  }

  private String ofAnotherCatalog() {
    List<String> whole = new ArrayList<>(name.parts());
    if (!SessionCatalogs.isRegistered(session, whole.get(0))) {
      if (whole.size() == 1) {
        whole.add(0, session.catalog().currentDatabase());
      }
      whole.add(0, session.catalog().currentCatalog());
    }
    return String.join(".", whole);
  }

  @Override
  public Dataset<Row> openStream(Map<String, String> options) {
    return session.readStream().options(options).table(name.sql());
  }

  @Override
  public Dataset<Row> openBatch(Map<String, String> options) {
    return session.read().options(options).table(name.sql());
  }

  @Override
  public Dataset<Row> align(Dataset<Row> query) {
    return new SinkColumns(name.toString(), schema()).align(query);
  }

  @Override
  public MergeTarget merging(Merge merge, Map<String, String> writer) {
    return new SparkMerge(session, merge);
  }

  /** Those that a table of files is read with: Spark gives them to readers and batches alone. */
  @Override
  public Map<String, String> writerDefaults() {
    return ofFiles().map(FormatAccess::options).orElse(Map.of());
  }

  @Override
  public boolean isOnlyAppendedTo() {
    return ofFiles().isPresent();
  }

  /** The log of Spark's sink of files. What cannot be looked at Spark says when it writes. */
  @Override
  public Optional<String> listedBatches() {
    return ofFiles()
        .flatMap(table -> Optional.ofNullable(location(table)))
        .map(location -> new Path(location, FILE_LOG))
        .filter(this::hasBatches)
        .map(Path::toString);
  }

  /** The table if it is one of files in the session's own catalog. */
  private Optional<CatalogTable> ofFiles() {
    return SessionTables.identifier(session, name.parts())
        .map(this::metadata)
        .filter(table -> table.provider().isDefined())
        .filter(table -> FormatAccess.isOfFiles(session, table.provider().get()));
  }

  private static Path location(CatalogTable table) {
    return table.storage().locationUri().isDefined()
        ? new Path(table.storage().locationUri().get())
        : null;
  }

  private boolean hasBatches(Path log) {
    try {
      FileSystem files = log.getFileSystem(session.sessionState().newHadoopConf());
      return Arrays.stream(files.listStatus(log))
          .anyMatch(file -> file.getPath().getName().matches("\\d+(\\.compact)?"));
    } catch (IOException | RuntimeException unreadable) {
      return false;
    }
  }

  @Override
  public StreamingQuery start(DataStreamWriter<Row> writer) throws TimeoutException {
    // Where Spark writes the table by its path, it takes no other format than this one.
    provider().ifPresent(writer::format);
    ofFiles()
        .map(table -> PlanTrees.list(table.partitionColumnNames()))
        .filter(columns -> !columns.isEmpty())
        .ifPresent(columns -> writer.partitionBy(columns.toArray(String[]::new)));
    return writer.toTable(name.sql());
  }

  /** The table's provider, if the session's own catalog has it. */
  private Optional<String> provider() {
    return SessionTables.identifier(session, name.parts())
        .map(this::metadata)
        .filter(table -> table.provider().isDefined())
        .map(table -> table.provider().get());
  }

  private CatalogTable metadata(TableIdentifier identifier) {
    try {
      return session.sessionState().catalog().getTableMetadata(identifier);
    } catch (Exception gone) {
      throw SparkErrors.rethrown(gone);
    }
  }
}
