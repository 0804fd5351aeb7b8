package io.millrace.spark.write;

import io.millrace.spark.client.PlanningCalls;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.error.InvalidQueryException;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.RowChangeKind;
import io.millrace.spark.options.WriteSettings;
import io.millrace.spark.schema.TableKey;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.apache.spark.sql.types.StructType;

/**
 * A write of rows by key. Rows are in the table before their task ends, and writing them again
 * changes nothing, so that there is nothing left to commit or to take back.
 */
final class TablestoreWrite implements Write {

  private final Connection connection;
  private final String table;
  private final WriteSettings settings;
  private final StructType query;
  private final StructType tableSchema;
  private final String queryId;
  private final boolean truncates;
  private final SinkProgress counted;

  TablestoreWrite(
      Connection connection,
      String table,
      WriteSettings settings,
      StructType query,
      StructType tableSchema,
      String queryId,
      boolean truncates,
      SinkProgress counted) {
    this.connection = connection;
    this.table = table;
    this.settings = settings;
    this.query = query;
    this.tableSchema = tableSchema;
    this.queryId = queryId;
    this.truncates = truncates;
    this.counted = counted;
  }

  @Override
  public String description() {
    return "tablestore " + table;
  }

  /** What plans show. */
  @Override
  public String toString() {
    return description();
  }

  @Override
  public BatchWrite toBatch() {
    if (truncates && !settings.confirmsOverwrite()) {
      throw new InvalidQueryException(
              "INSERT OVERWRITE would delete all rows of table "
                  + table
                  + " that it does not write: set the option confirm.overwrite to true, or use"
                  + " INSERT INTO, which replaces rows by their key.")
          .unchecked();
    }
    try (PlanningCalls calls = new PlanningCalls(connection)) {
      WriteTask task = task(calls.describeTable(table), truncates);
      prepare();
      return new RowsBatchWrite(task);
    }
  }

  private void prepare() {
    settings
        .deadLetterTable()
        .ifPresent(
            letters -> {
              try (SharedClients clients = SharedClients.open(connection)) {
                DeadLetters.createTable(clients, RetryLoop.lasting(settings.retryTime()), letters);
              }
            });
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return WriteCounts.supported();
  }

  @Override
  public StreamingWrite toStreaming() {
    TableKey key = StreamKeys.SHARED.of(queryId, connection, table, settings, this::prepare);
    return new RowsStreamingWrite(
        task(key, truncates && settings.removesInComplete()), queryId, counted);
  }

  private WriteTask task(TableKey key, boolean replaces) {
    SinkColumns.check(query, tableSchema, key);
    Optional<String> made =
        key.names().stream()
            .filter(key::isAutoIncrement)
            .filter(name -> !Arrays.asList(query.fieldNames()).contains(name))
            .findFirst();
    if (made.isPresent() && (replaces || settings.rowChange() == RowChangeKind.UPDATE)) {
      throw new InvalidQueryException(
              "The service makes the values of key column '"
                  + made.get()
                  + "' of table "
                  + table
                  + ", so that its rows cannot be "
                  + (replaces ? "replaced in complete mode" : "updated")
                  + ": append rows with writer.row.change.type put.")
          .unchecked();
    }
    return new WriteTask(connection, settings, key, query, replaces);
  }

  private record RowsBatchWrite(WriteTask task) implements BatchWrite {

    @Override
    public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
      return new RowWriterFactory(task);
    }

    /** Attempts that run twice write the same rows twice, which leaves the same table. */
    @Override
    public boolean useCommitCoordinator() {
      return false;
    }

    @Override
    public void commit(WriterCommitMessage[] messages) {
      // Every task has written its rows; a statement may read the table that it overwrites.
      if (task.replaces()) {
        CompleteResults.keepOnly(task, messages);
      }
    }

    @Override
    public void abort(WriterCommitMessage[] messages) {
      // Rows that were written stay; the statement failed and says so.
    }

    @Override
    public String toString() {
      return "tablestore " + task.key().table();
    }
  }

  private record RowsStreamingWrite(WriteTask task, String queryId, SinkProgress counted)
      implements StreamingWrite {

    @Override
    public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
      return new RowWriterFactory(task);
    }

    @Override
    public boolean useCommitCoordinator() {
      return false;
    }

    @Override
    public void commit(long epoch, WriterCommitMessage[] messages) {
      // Every task has written its rows.
      if (task.replaces()) {
        CompleteResults.SHARED.settle(queryId, task, messages);
      }
      counted.add(messages);
    }

    @Override
    public void abort(long epoch, WriterCommitMessage[] messages) {
      // The batch is written again, with the same rows.
    }

    @Override
    public String toString() {
      return "tablestore " + task.key().table();
    }
  }
}
