package io.millrace.spark.read;

import io.millrace.spark.metrics.ByteCount;
import io.millrace.spark.metrics.RequestCount;
import io.millrace.spark.metrics.RetryCount;
import io.millrace.spark.metrics.TaskCount;
import io.millrace.spark.metrics.TypeMismatchCount;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What Spark shows of a read beside its rows. */
final class ReadMetrics {

  private ReadMetrics() {}

  static CustomMetric[] all() {
    return new CustomMetric[] {
      new RequestCount(), new ByteCount(), new RetryCount(), new TypeMismatchCount()
    };
  }

  /** What a task of a batch read counted. */
  static CustomTaskMetric[] of(RangePages pages, long mismatches) {
    return new CustomTaskMetric[] {
      new TaskCount(RequestCount.NAME, pages.calls()),
      new TaskCount(ByteCount.NAME, pages.bytes()),
      new TaskCount(RetryCount.NAME, pages.failures()),
      new TaskCount(TypeMismatchCount.NAME, mismatches)
    };
  }
}
