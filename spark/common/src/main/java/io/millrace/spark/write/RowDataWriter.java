package io.millrace.spark.write;

import io.millrace.spark.client.SharedClients;
import io.millrace.spark.row.RowEncoder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** Writes the rows of one task; the task ends when the service has acknowledged each of them. */
final class RowDataWriter implements DataWriter<InternalRow> {

  private enum Done implements WriterCommitMessage {
    DONE
  }

  private final SharedClients clients;
  private final RowEncoder encoder;
  private final RowQueue queue;

  RowDataWriter(WriteTask task) {
    clients = SharedClients.open(task.connection());
    encoder = new RowEncoder(task.key(), task.schema());
    queue =
        new RowQueue(
            new AsyncRequestSender(
                clients.sync().asAsyncClient(),
                clients.writePermits(task.key().table(), task.settings().requests()),
                new RowChanges(
                    task.key().table(), encoder.attributes(), task.settings().rowChange())),
            task.key().table(),
            task.settings());
  }

  @Override
  public void write(InternalRow row) {
    queue.add(encoder.encode(row));
  }

  @Override
  public WriterCommitMessage commit() {
    queue.finish();
    return Done.DONE;
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
