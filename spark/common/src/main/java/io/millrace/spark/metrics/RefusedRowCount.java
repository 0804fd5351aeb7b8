package io.millrace.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Rows that were refused and are in the dead-letter table. Spark makes one by its name. */
public final class RefusedRowCount extends CustomSumMetric {

  /** The metric's name. */
  public static final String NAME = "refusedRows";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "rows that the service refused";
  }
}
