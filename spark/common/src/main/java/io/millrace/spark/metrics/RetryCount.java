package io.millrace.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Requests, or rows of them, that were sent again. Spark makes one by its name. */
public final class RetryCount extends CustomSumMetric {

  /** The metric's name. */
  public static final String NAME = "retries";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "requests or rows sent again";
  }
}
