package io.millrace.spark.write;

import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.client.WriteBudget;
import io.millrace.spark.error.UnwritableRowException;
import io.millrace.spark.options.RowChangeKind;
import io.millrace.spark.options.WriteSettings;
import io.millrace.spark.row.KeyedRow;
import io.millrace.spark.row.RowEncoder;
import io.millrace.spark.row.RowKind;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Writes the rows of one task; the task ends when the service has acknowledged each of them. */
final class RowDataWriter implements DataWriter<InternalRow> {

  private final SharedClients clients;
  private final RowEncoder encoder;
  private final WriteCounts counts = new WriteCounts();
  private final RefusedRows refused;
  private final RowQueue queue;

  /** The keys of the rows, when the table is to hold nothing but them; else null. */
  private final KeyDigests keys;

  RowDataWriter(WriteTask task) {
    WriteSettings settings = task.settings();
    String table = task.key().table();
    clients = SharedClients.open(task.connection());
    encoder =
        new RowEncoder(
            task.key(),
            task.schema(),
            settings.rowChange() == RowChangeKind.PUT ? RowKind.PUT : RowKind.UPDATE,
            settings.nullAction());
    keys = task.replaces() ? new KeyDigests() : null;
    refused =
        settings
            .deadLetterTable()
            .<RefusedRows>map(
                letters ->
                    new DeadLetters(
                        clients, RetryLoop.lasting(settings.retryTime()), letters, table, counts))
            .orElse(RefusedRows.FAIL_TASK);
    queue = queue(clients, table, settings, encoder, counts, refused);
  }

  static RowQueue queue(
      SharedClients clients,
      String table,
      WriteSettings settings,
      RowEncoder encoder,
      WriteCounts counts,
      RefusedRows refused) {
    return new RowQueue(
        new AsyncRequestSender(
            clients.sync().asAsyncClient(),
            clients.writeBudget(
                table,
                new WriteBudget.Bounds(
                    settings.requests(), settings.bufferRows(), settings.bufferBytes())),
            new RowChanges(table, encoder.attributes())),
        table,
        settings,
        counts,
        (row, reason) -> refused.refused(encoder.describe(row), reason));
  }

  @Override
  public void write(InternalRow row) {
    KeyedRow encoded;
    try {
      encoded = encoder.encode(row);
    } catch (UnwritableRowException e) {
      refused.refused(encoder.describe(row), e);
      return;
    }
    if (keys != null && encoded.kind() != RowKind.DELETE) {
      keys.add(encoded.key());
    }
    queue.add(encoded);
  }

  @Override
  public WriterCommitMessage commit() {
    queue.finish();
    return new TaskWritten(counts.refusedRows(), keys);
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return counts.values();
  }

  @Override
  public void abort() {
    // Requests under way may still arrive; the rows come again with the next attempt.
  }

  @Override
  public void close() {
    clients.close();
  }
}
