package io.millrace.spark.sql;

import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Spark's parser behind ours, with the parameters of the call in hand. */
@FunctionalInterface
interface SparkParser {

  LogicalPlan parse(String sql) throws ParseException;

  /** The text of a query with the values of the call's parameters in their places. */
  default String bound(String query) {
    return query;
  }
}
