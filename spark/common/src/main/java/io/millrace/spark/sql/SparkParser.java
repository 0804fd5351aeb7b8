package io.millrace.spark.sql;

import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Spark's parser behind ours, with the parameters of the call in hand. */
@FunctionalInterface
interface SparkParser {

  LogicalPlan parse(String sql) throws ParseException;
}
