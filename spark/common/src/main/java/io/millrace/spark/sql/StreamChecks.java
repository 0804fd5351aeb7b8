package io.millrace.spark.sql;

import io.millrace.spark.source.TablestoreStatements;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeIntoTable;

/**
 * The checks of a stream: whatever can be known to be wrong is refused before anything is started
 * or written.
 */
record StreamChecks(SparkSession session, Statement.CreateStream statement, LogicalPlan query) {

  PreparedStream prepare() throws InvalidStatementException {
    StreamRegistry.checkName(statement.name());
    StreamOptions options = StreamOptions.of(statement.name(), statement.options());
    TableAccess sink =
        TableAccess.of(session, statement.sink(), "a stream writes into tables only");
    sink.checkWriterOptions(options.writer());
    Optional<MergeTarget> merge = Optional.empty();
    if (statement.merge().isPresent()) {
      merge = Optional.of(sink.merging(statement.merge().get(), options.writer()));
    }
    Dataset<Row> source = analyzed();
    if (merge.isPresent()) {
      merge.get().check(source);
    }
    refuseRealTime(source, options);
    Dataset<Row> rows = merge.isPresent() ? source : sink.align(named(source, sink));
    new OutputModes(SparkLine.execution(rows).analyzed(), sink, merge.isPresent())
        .check(statement.name(), options);
    StreamCheckpoint checkpoint =
        StreamCheckpoint.of(
            session,
            statement.name(),
            sink.identity(),
            QueryState.digest(SparkLine.execution(rows).analyzed()),
            options);
    TablestoreStatements.checkCheckpoint(session, rows, checkpoint.location());
    refuseListedBatches(sink, checkpoint);
    return new PreparedStream(statement.name(), rows, sink, merge, options, checkpoint);
  }

  /** The table is asked first: one that the stream writes just now lists what it had begun. */
  private void refuseListedBatches(TableAccess sink, StreamCheckpoint checkpoint)
      throws InvalidStatementException {
    Optional<String> listed = sink.listedBatches();
    if (listed.isPresent() && !checkpoint.hasBatches()) {
      throw new InvalidStatementException(
          "Table "
              + statement.sink()
              + " has batches of a stream listed in "
              + listed.get()
              + ", and Spark would pass over the first ones of stream "
              + statement.name()
              + ", whose checkpointLocation='"
              + checkpoint.location()
              + "' is new: give it the checkpoint that belongs to the table, or another table.");
    }
  }

  /** Spark itself says it of other sources, once the stream has begun. */
  private void refuseRealTime(Dataset<Row> source, StreamOptions options)
      throws InvalidStatementException {
    if (options.realTime() && TablestoreStatements.readsTunnel(source)) {
      throw new InvalidStatementException(
          "triggerType='RealTime' of stream "
              + statement.name()
              + " cannot be had of a tunnel, which is read in batches: use 'ProcessingTime', whose batches begin as soon as there are rows.");
    }
  }

  private Dataset<Row> analyzed() throws InvalidStatementException {
    Dataset<Row> rows;
    try {
      rows =
          SparkLine.dataset(
              session, query instanceof MergeIntoTable merge ? merge.sourceTable() : query);
    } catch (Exception error) {
      throw SparkErrors.rethrown(
          error instanceof AnalysisException wrong ? SparkErrors.withoutPlan(wrong) : error);
    }
    if (!rows.isStreaming()) {
      throw new InvalidStatementException(
          "The query of stream "
              + statement.name()
              + " reads no stream: select from a scan made with CREATE SCAN ... USING STREAM, a table itself is read as a batch.");
    }
    return rows;
  }

  /**
   * The query's columns under the sink's names: those of the column list; else as they are when one
   * of them is a column of the sink; else, as many as the sink has and none named alike, in the
   * sink's order.
   */
  private Dataset<Row> named(Dataset<Row> rows, TableAccess sink) throws InvalidStatementException {
    List<String> columns = statement.columns();
    if (!columns.isEmpty()) {
      if (columns.size() != rows.columns().length) {
        throw new InvalidStatementException(
            "The column list of "
                + statement.sink()
                + " has "
                + columns.size()
                + " columns and the query "
                + rows.columns().length
                + ".");
      }
      return rows.toDF(columns.toArray(String[]::new));
    }
    List<String> known = Arrays.asList(sink.schema().fieldNames());
    if (known.isEmpty()) {
      return rows;
    }
    boolean anyKnown =
        Arrays.stream(rows.columns())
            .anyMatch(output -> known.stream().anyMatch(output::equalsIgnoreCase));
    return anyKnown || known.size() != rows.columns().length
        ? rows
        : rows.toDF(known.toArray(String[]::new));
  }
}
