package io.millrace.spark.stream;

import java.io.Serializable;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/**
 * What a query has asked of the service for its records since it started, on the driver and in its
 * tasks, those that were repeated included.
 */
record ReadCounts(LongAccumulator requests, LongAccumulator bytes, LongAccumulator retries)
    implements Serializable {

  static ReadCounts register(SparkContext context) {
    return new ReadCounts(
        context.longAccumulator(), context.longAccumulator(), context.longAccumulator());
  }

  /** Counts a request that was answered. */
  void answered(int size) {
    requests.add(1);
    bytes.add(size);
  }

  /** Counts a request that failed and is made again. */
  void failed() {
    requests.add(1);
    retries.add(1);
  }

  /** Adds the numbers under the names that the query's progress shows. On the driver. */
  void addTo(Map<String, String> metrics) {
    metrics.put("requests", Long.toString(requests.sum()));
    metrics.put("bytes", Long.toString(bytes.sum()));
    metrics.put("retries", Long.toString(retries.sum()));
  }
}
