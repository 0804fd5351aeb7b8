package io.millrace.spark.sql;

import io.millrace.spark.source.SessionTables;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
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

  @Override
  public StructType schema() {
    return session.table(name.sql()).schema();
  }

  @Override
  public String identity() {
    return name.toString();
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

  @Override
  public StreamingQuery start(DataStreamWriter<Row> writer) throws TimeoutException {
    // Where Spark writes the table by its path, it takes no other format than this one.
    provider().ifPresent(writer::format);
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
