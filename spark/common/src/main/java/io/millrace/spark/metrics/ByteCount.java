package io.millrace.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Bytes of row data that were read or written. Spark makes one by its name. */
public final class ByteCount extends CustomSumMetric {

  /** The metric's name. */
  public static final String NAME = "bytes";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "bytes of row data";
  }
}
