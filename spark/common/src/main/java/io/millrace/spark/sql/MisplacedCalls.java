package io.millrace.spark.sql;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.collection.Seq;

/**
 * Refuses calls of the dialect's functions where they mean nothing, in the query of a stream before
 * anything is resolved: Spark would say that it knows no such function, or something of columns.
 */
final class MisplacedCalls {

  private static final List<String> WINDOWS = List.of("tumbling", "hopping");

  private final SparkSession session;

  private MisplacedCalls(SparkSession session) {
    this.session = session;
  }

  /** Refuses a plan as Spark parsed it, the watermarks not yet in their places. */
  static void refuse(SparkSession session, LogicalPlan plan) {
    new MisplacedCalls(session).look(plan, false);
  }

  /**
   * @param inCondition whether it is a query in an expression, where a watermark has no place
   */
  private void look(LogicalPlan plan, boolean inCondition) {
    if (plan instanceof UnresolvedWith with) {
      PlanTrees.commonTables(with).forEach(table -> look(table, inCondition));
    }
    if (plan instanceof UnresolvedTableValuedFunction function) {
      refuseTable(function);
    }
    boolean selects = plan instanceof Project || plan instanceof Aggregate;
    for (Expression expression : PlanTrees.list(plan.expressions())) {
      if (!inCondition && plan instanceof Filter) {
        Watermarks.conditions(expression).forEach(this::condition);
      } else if (!inCondition && selects && Watermarks.isWatermark(expression)) {
        arguments((UnresolvedFunction) Watermarks.unnamed(expression));
      } else {
        look(expression, plan instanceof Join);
      }
    }
    PlanTrees.list(plan.children()).forEach(child -> look(child, inCondition));
  }

  private void condition(Expression condition) {
    if (Watermarks.isDelay(condition)) {
      arguments((UnresolvedFunction) PlanTrees.list(condition.children()).get(0));
    } else {
      look(condition, false);
    }
  }

  private void arguments(UnresolvedFunction call) {
    PlanTrees.list(call.arguments()).forEach(argument -> look(argument, false));
  }

  private void look(Expression expression, boolean inJoin) {
    if (expression instanceof UnresolvedFunction call && call.nameParts().size() == 1) {
      refuse(call, inJoin);
    }
    if (expression instanceof SubqueryExpression subquery) {
      look((LogicalPlan) subquery.plan(), true);
    }
    PlanTrees.list(expression.children()).forEach(child -> look(child, inJoin));
  }

  private void refuse(UnresolvedFunction call, boolean inJoin) {
    String name = call.nameParts().apply(0).toLowerCase(Locale.ROOT);
    int arguments = call.arguments().size();
    if (name.equals("delay") && isOurs(name)) {
      throw wrong(
          call,
          (arguments == 1
                  ? called(call) + " says how late an event may be, and is no value"
                  : "delay(time) takes 1 argument, not " + arguments)
              + ": write delay(time) < '2 minutes' as a condition of WHERE, alone or joined by AND.");
    }
    if (name.equals("watermark") && isOurs(name)) {
      throw wrong(
          call,
          (arguments == 2
                  ? called(call) + " says how late an event may be, and is no value"
                  : "watermark(time, delay) takes 2 arguments, not " + arguments)
              + ": write watermark(time, interval 2 minutes) AS name as a column of the SELECT list.");
    }
    if (inJoin && WINDOWS.contains(name)) {
      throw wrong(
          call,
          called(call)
              + " cannot be in the condition of a join: compute it in a subquery of that side, as a column.");
    }
  }

  /** Whether the session has no function of that name itself. */
  private boolean isOurs(String name) {
    return !session.catalog().functionExists(name);
  }

  private void refuseTable(UnresolvedTableValuedFunction function) {
    Seq<String> name = function.name();
    if (name.size() == 1 && WINDOWS.contains(name.apply(0).toLowerCase(Locale.ROOT))) {
      String window = name.apply(0).toUpperCase(Locale.ROOT);
      throw new InvalidStatementException(
              window
                  + " is no table: write it in GROUP BY, "
                  + (window.equals("TUMBLING")
                      ? "TUMBLING(time, interval 1 minute)."
                      : "HOPPING(time, interval 1 minute, interval 30 seconds)."),
              function.origin())
          .unchecked();
    }
  }

  private static String called(UnresolvedFunction call) {
    return PlanTrees.list(call.arguments()).stream()
        .map(Expression::sql)
        .collect(Collectors.joining(", ", call.nameParts().apply(0) + "(", ")"));
  }

  private static RuntimeException wrong(UnresolvedFunction call, String sentence) {
    throw new InvalidStatementException(sentence, call.origin()).unchecked();
  }
}
