package io.millrace.spark.sql;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.catalyst.trees.TreePattern;

/**
 * Refuses a query of tables with a stream in a subquery of an expression, of which Spark says that
 * it is a bug of its own. It is no check rule, because Spark puts the plan behind the sentences of
 * those.
 */
final class StreamInSubquery extends Rule<LogicalPlan> {

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    if (plan.containsPattern(TreePattern.PLAN_EXPRESSION()) && !plan.isStreaming()) {
      check(plan);
    }
    return plan;
  }

  private static void check(LogicalPlan plan) {
    PlanTrees.list(plan.expressions()).forEach(StreamInSubquery::check);
    PlanTrees.list(plan.children()).forEach(StreamInSubquery::check);
  }

  private static void check(Expression expression) {
    if (expression instanceof SubqueryExpression subquery
        && ((LogicalPlan) subquery.plan()).isStreaming()) {
      throw new InvalidStatementException(
              "A subquery in an expression reads a stream, which never ends, in a query that reads none itself: read a table in it, or a scan USING BATCH.")
          .unchecked();
    }
    PlanTrees.list(expression.children()).forEach(StreamInSubquery::check);
  }
}
