package io.millrace.spark.metrics;

import org.apache.spark.sql.connector.metric.CustomSumMetric;

/** Values that were none of their columns' types. Spark makes one by its name. */
public final class TypeMismatchCount extends CustomSumMetric {

  /** The metric's name. */
  public static final String NAME = "typeMismatches";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "values of another type than their column";
  }
}
