package io.millrace.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Requests that were sent. Spark makes one by its name. */
public final class RequestCount extends CustomSumMetric {

  /** The metric's name. */
  public static final String NAME = "requests";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "requests to Tablestore";
  }
}
