package io.millrace.spark.sql;

import io.millrace.spark.options.NearestName;
import io.millrace.spark.source.TablestoreStatements;
import io.millrace.spark.source.TablestoreTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalog.Table;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.StructType;

/**
 * How scans and streams reach a table: Tablestore's through its data source, any other through what
 * Spark offers for all.
 */
interface TableAccess {

  /** Spark's word for it. */
  String MORE_PARTS_THAN_KNOWN = "REQUIRES_SINGLE_PART_NAMESPACE";

  StructType schema();

  /** What tells the table from every other one, the same tomorrow. */
  String identity();

  Dataset<Row> openStream(Map<String, String> options);

  Dataset<Row> openBatch(Map<String, String> options);

  /**
   * Refuses options that the table cannot be written with. Those of a foreign source are its own
   * affair; only what is nearly an option of the stream is a slip.
   */
  default void checkWriterOptions(Map<String, String> options) {
    for (String key : options.keySet()) {
      Optional<String> near = NearestName.of(key, StreamOptions.NAMES);
      if (near.isPresent()) {
        throw new InvalidStatementException(
                "Unknown option " + key + ": did you mean " + near.get() + "?")
            .unchecked();
      }
    }
  }

  /**
   * The query with its columns matched by name to the table's and cast to their types, or refused.
   */
  Dataset<Row> align(Dataset<Row> query);

  /** What merges batches into the table, or a refusal. */
  MergeTarget merging(Merge merge, Map<String, String> writer) throws InvalidStatementException;

  /** Options of the table that its writer has to be given, under those of the stream. */
  default Map<String, String> writerDefaults() {
    return Map.of();
  }

  /** Whether rows that are in the table can neither be replaced nor deleted by a stream. */
  default boolean isOnlyAppendedTo() {
    return false;
  }

  /**
   * Where the batches of a stream are listed that wrote the table before, if the table's sink
   * passes over batches whose numbers it has listed.
   */
  default Optional<String> listedBatches() {
    return Optional.empty();
  }

  StreamingQuery start(DataStreamWriter<Row> writer) throws TimeoutException;

  /**
   * The table of that name, which is no view.
   *
   * @param purpose what it is wanted for, to end the sentence about a view
   */
  static TableAccess of(SparkSession session, QualifiedName name, String purpose)
      throws InvalidStatementException {
    if (!exists(session, name)) {
      throw new InvalidStatementException(
          "There is no table "
              + name
              + nearest(session, name)
                  .map(near -> ": did you mean " + near + "?")
                  .orElse(": create it first with CREATE TABLE."));
    }
    Table table = table(session, name);
    if (table.isTemporary() || "VIEW".equals(table.tableType())) {
      throw new InvalidStatementException(
          name + " is a scan or a view, not a table: " + purpose + ".");
    }
    try {
      Optional<TablestoreTable> ours = TablestoreStatements.find(session, name.sql());
      if (ours.isPresent()) {
        return new TablestoreAccess(session, ours.get());
      }
      return FormatAccess.of(session, name).orElseGet(() -> new SparkAccess(session, name));
    } catch (Exception gone) {
      throw SparkErrors.rethrown(gone);
    }
  }

  /** A name with more parts than its catalog knows is that of no table. */
  private static boolean exists(SparkSession session, QualifiedName name) {
    try {
      return session.catalog().tableExists(name.sql());
    } catch (Exception failed) { // Scala does not declare what it throws.
      if (failed instanceof AnalysisException wrong
          && MORE_PARTS_THAN_KNOWN.equals(wrong.getErrorClass())) {
        return false;
      }
      throw SparkErrors.rethrown(failed);
    }
  }

  private static Table table(SparkSession session, QualifiedName name) {
    try {
      return session.catalog().getTable(name.sql());
    } catch (Exception gone) {
      throw SparkErrors.rethrown(gone);
    }
  }

  private static Optional<String> nearest(SparkSession session, QualifiedName name) {
    if (name.parts().size() > 1) {
      return Optional.empty();
    }
    List<String> names =
        session
            .sql("SHOW TABLES")
            .where("NOT isTemporary")
            .select("tableName")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    return NearestName.of(name.last(), names);
  }
}
