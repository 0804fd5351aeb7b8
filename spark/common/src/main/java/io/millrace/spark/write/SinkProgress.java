package io.millrace.spark.write;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** What a stream's sink tells of itself in the query's progress. Thread-safe. */
public final class SinkProgress {

  private final AtomicLong refused = new AtomicLong();

  void add(WriterCommitMessage[] written) {
    for (WriterCommitMessage message : written) {
      if (message instanceof TaskWritten done) {
        refused.addAndGet(done.refused());
      }
    }
  }

  /** The numbers by their names. */
  public Map<String, String> metrics() {
    return Map.of("refusedRows", Long.toString(refused.get()));
  }
}
