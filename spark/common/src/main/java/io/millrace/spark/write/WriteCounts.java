package io.millrace.spark.write;

import io.millrace.spark.metrics.ByteCount;
import io.millrace.spark.metrics.RefusedRowCount;
import io.millrace.spark.metrics.RequestCount;
import io.millrace.spark.metrics.RetryCount;
import io.millrace.spark.metrics.TaskCount;
import io.millrace.spark.row.KeyedRow;
import java.util.List;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What a task that writes has counted. Used by the task's thread alone. */
final class WriteCounts {

  private long requests;
  private long bytes;
  private long rowsAgain;
  private long refused;

  static CustomMetric[] supported() {
    return new CustomMetric[] {
      new RequestCount(), new ByteCount(), new RetryCount(), new RefusedRowCount()
    };
  }

  void sent(List<KeyedRow> rows) {
    requests++;
    rows.forEach(row -> bytes += row.size());
  }

  void sentAgain(int rows) {
    rowsAgain += rows;
  }

  void refused() {
    refused++;
  }

  /** How many rows were refused and set aside. */
  long refusedRows() {
    return refused;
  }

  CustomTaskMetric[] values() {
    return new CustomTaskMetric[] {
      new TaskCount(RequestCount.NAME, requests),
      new TaskCount(ByteCount.NAME, bytes),
      new TaskCount(RetryCount.NAME, rowsAgain),
      new TaskCount(RefusedRowCount.NAME, refused)
    };
  }
}
