package io.millrace.spark.write;

import io.millrace.spark.error.InvalidQueryException;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;

/**
 * A write of rows by key. Rows are in the table before their task ends, and writing them again
 * changes nothing, so that there is nothing left to commit or to take back.
 */
final class TablestoreWrite implements Write {

  private final WriteTask task;
  private final boolean truncates;

  TablestoreWrite(WriteTask task, boolean truncates) {
    this.task = task;
    this.truncates = truncates;
  }

  @Override
  public String description() {
    return "tablestore " + task.key().table();
  }

  @Override
  public BatchWrite toBatch() {
    if (truncates) {
      throw new InvalidQueryException(
              "INSERT OVERWRITE would delete all rows of table "
                  + task.key().table()
                  + ", which is not done: use INSERT INTO, which replaces rows by their key.")
          .unchecked();
    }
    return new RowsBatchWrite(task);
  }

  @Override
  public StreamingWrite toStreaming() {
    return new RowsStreamingWrite(task);
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
      // Every task has written its rows.
    }

    @Override
    public void abort(WriterCommitMessage[] messages) {
      // Rows that were written stay; the statement failed and says so.
    }
  }

  private record RowsStreamingWrite(WriteTask task) implements StreamingWrite {

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
    }

    @Override
    public void abort(long epoch, WriterCommitMessage[] messages) {
      // The batch is written again, with the same rows.
    }
  }
}
