package io.millrace.spark.sql;

import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.catalyst.trees.TreePattern;

/**
 * Refuses a stream in a subquery of an expression. Of a query of tables Spark says that it is a bug
 * of its own, and of one that reads a stream itself Spark 3.5 says so when the stream has begun. It
 * is no check rule, because Spark puts the plan behind the sentences of those.
 */
final class StreamInSubquery extends Rule<LogicalPlan> {

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    if (plan.containsPattern(TreePattern.PLAN_EXPRESSION())) {
      check(
          plan,
          plan.isStreaming()
              ? "A subquery in an expression reads a stream, which never ends: read a table in it, or a scan USING BATCH, or JOIN the stream."
              : "A subquery in an expression reads a stream, which never ends, in a query that reads none itself: read a table in it, or a scan USING BATCH.");
    }
    return plan;
  }

  private static void check(LogicalPlan plan, String sentence) {
    PlanTrees.list(plan.expressions()).forEach(expression -> check(expression, sentence));
    PlanTrees.list(plan.children()).forEach(child -> check(child, sentence));
  }

  private static void check(Expression expression, String sentence) {
    if (expression instanceof SubqueryExpression subquery
        && ((LogicalPlan) subquery.plan()).isStreaming()) {
      throw new InvalidStatementException(sentence).unchecked();
    }
    PlanTrees.list(expression.children()).forEach(child -> check(child, sentence));
  }
}
