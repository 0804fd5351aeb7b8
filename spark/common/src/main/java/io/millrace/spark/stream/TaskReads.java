package io.millrace.spark.stream;

import io.millrace.spark.metrics.ByteCount;
import io.millrace.spark.metrics.RequestCount;
import io.millrace.spark.metrics.RetryCount;
import io.millrace.spark.metrics.TaskCount;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What one task asks of the service for its records. Used by the task's thread alone. */
final class TaskReads {

  private final ReadCounts query;
  private long requests;
  private long bytes;
  private long retries;

  TaskReads(ReadCounts query) {
    this.query = query;
  }

  void answered(int size) {
    requests++;
    bytes += size;
    query.answered(size);
  }

  void failed() {
    requests++;
    retries++;
    query.failed();
  }

  CustomTaskMetric[] values() {
    return new CustomTaskMetric[] {
      new TaskCount(RequestCount.NAME, requests),
      new TaskCount(ByteCount.NAME, bytes),
      new TaskCount(RetryCount.NAME, retries)
    };
  }
}
