package io.millrace.spark.sql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAlias;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LessThan;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.trees.CurrentOrigin;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.apache.spark.unsafe.types.CalendarInterval;

/**
 * Turns the dialect's two ways to say how late an event may be into Spark's watermarks, in the plan
 * of a statement before it is analyzed: {@code WHERE delay(time) < '2 minutes'}, and {@code
 * watermark(time, interval 10 seconds) [AS name]} in a SELECT list. The watermark is put on the
 * relation that has the time, below joins, so that Spark can drop old state of both sides.
 */
final class Watermarks {

  /**
   * A call of {@code watermark} in a SELECT list.
   *
   * @param time the column or expression that tells when an event was
   * @param name the column's name in the result; empty when it has no AS
   */
  private record Call(
      UnresolvedFunction call, Expression time, CalendarInterval delay, Optional<String> name) {}

  private final SparkSession session;

  /** The WITH clauses around the node that is looked at, innermost first. */
  private final Deque<UnresolvedWith> around = new ArrayDeque<>();

  Watermarks(SparkSession session) {
    this.session = session;
  }

  /** The plan of a text with the watermarks in their places; the same plan if it says none. */
  static LogicalPlan in(SparkSession session, LogicalPlan plan, String sql) {
    return PlanLook.saysLateness(plan, sql) ? in(session, plan) : plan;
  }

  /** The plan, which says one, with the watermarks in their places. */
  static LogicalPlan in(SparkSession session, LogicalPlan plan) {
    return new Watermarks(session).placed(plan);
  }

  private LogicalPlan placed(LogicalPlan plan) {
    if (plan instanceof UnresolvedWith with) {
      return within(with);
    }
    if (plan instanceof ExplainCommand explain) {
      return new ExplainCommand(placed(explain.logicalPlan()), explain.mode());
    }
    LogicalPlan node = PlanTrees.mapChildren(plan, this::placed);
    if (node instanceof Filter filter) {
      return withoutDelays(filter);
    }
    return node instanceof Project || node instanceof Aggregate ? withoutCalls(node) : node;
  }

  private LogicalPlan within(UnresolvedWith with) {
    UnresolvedWith rewritten = with;
    for (int at = 0; at < PlanTrees.commonTables(with).size(); at++) {
      around.push(PlanTrees.withFirst(rewritten, at));
      SubqueryAlias table = (SubqueryAlias) placed(PlanTrees.commonTables(rewritten).get(at));
      around.pop();
      rewritten = PlanTrees.withCommonTable(rewritten, at, table);
    }
    around.push(rewritten);
    LogicalPlan whole = PlanTrees.mapChildren(rewritten, this::placed);
    around.pop();
    return whole;
  }

  private LogicalPlan withoutDelays(Filter filter) {
    LogicalPlan child = filter.child();
    Expression rest = null;
    for (Expression condition : conditions(filter.condition())) {
      if (isDelay(condition)) {
        LessThan less = (LessThan) condition;
        Expression time = PlanTrees.list(((UnresolvedFunction) less.left()).arguments()).get(0);
        CalendarInterval delay = delay("delay(" + time.sql() + ")", less.right());
        child = below(child, time, marked((Attribute) column("delay", time), delay));
      } else {
        rest = rest == null ? condition : new And(rest, condition);
      }
    }
    if (child == filter.child()) {
      return filter;
    }
    return rest == null ? child : new Filter(rest, child);
  }

  /** Whether a condition of a WHERE says how late an event may be. */
  static boolean isDelay(Expression condition) {
    return condition instanceof LessThan less && isCall(less.left(), "delay", 1);
  }

  /** The parts of a condition that AND joins. */
  static List<Expression> conditions(Expression condition) {
    if (!(condition instanceof And and)) {
      return List.of(condition);
    }
    List<Expression> all = new ArrayList<>(conditions(and.left()));
    all.addAll(conditions(and.right()));
    return all;
  }

  private LogicalPlan withoutCalls(LogicalPlan select) {
    LogicalPlan plan = select;
    for (Call call : calls(select)) {
      plan =
          call.time() instanceof UnresolvedAttribute column
              ? onColumn(plan, call, column)
              : onExpression(plan, call);
    }
    return plan;
  }

  private static List<Call> calls(LogicalPlan select) {
    List<Call> calls = new ArrayList<>();
    for (Expression item : PlanTrees.list(select.expressions())) {
      Expression inner = unnamed(item);
      if (isWatermark(item)) {
        UnresolvedFunction function = (UnresolvedFunction) inner;
        List<Expression> arguments = PlanTrees.list(function.arguments());
        CalendarInterval delay =
            delay("watermark(" + arguments.get(0).sql() + ", ...)", arguments.get(1));
        calls.add(
            new Call(
                function,
                arguments.get(0),
                delay,
                Optional.ofNullable(item instanceof Alias alias ? alias.name() : null)));
      }
    }
    return calls;
  }

  /** Whether an item of a SELECT list says how late an event may be. */
  static boolean isWatermark(Expression item) {
    return isCall(unnamed(item), "watermark", 2);
  }

  /** An item of a SELECT list without its name. */
  static Expression unnamed(Expression item) {
    return item instanceof Alias alias
        ? alias.child()
        : item instanceof UnresolvedAlias alias ? alias.child() : item;
  }

  /**
   * The column keeps its place; its new name, which may stand in ON, WHERE and GROUP BY, means the
   * column there.
   */
  private LogicalPlan onColumn(LogicalPlan plan, Call call, UnresolvedAttribute column) {
    UnaryOperator<Expression> meant =
        each ->
            each.equals(call.call()) || call.name().filter(name -> isNamed(each, name)).isPresent()
                ? column
                : each;
    LogicalPlan select = PlanTrees.mapExpressions(plan, meant);
    return PlanTrees.mapChildren(
        select, from -> below(inFrom(from, meant), column, marked(column, call.delay())));
  }

  /**
   * The expression becomes a column of the relation that it is computed from, or of the result
   * where nothing else needs it.
   */
  private LogicalPlan onExpression(LogicalPlan plan, Call call) {
    String name =
        call.name()
            .orElseThrow(
                () ->
                    refused(
                        call.call(),
                        "watermark("
                            + call.time().sql()
                            + ", ...) is not on a column and needs a name: add AS and a name."));
    UnresolvedAttribute column = UnresolvedAttribute.quoted(name);
    if (plan instanceof Project && !namedInFrom(plan, name)) {
      LogicalPlan select =
          PlanTrees.mapExpressions(plan, each -> each.equals(call.call()) ? call.time() : each);
      return watermark(call.time(), column, call.delay(), analyzed(select));
    }
    LogicalPlan select =
        PlanTrees.mapExpressions(plan, each -> each.equals(call.call()) ? column : each);
    UnaryOperator<LogicalPlan> computed =
        relation ->
            watermark(
                call.time(),
                column,
                call.delay(),
                analyzed(PlanTrees.withColumn(relation, call.time(), name)));
    return PlanTrees.mapChildren(select, from -> below(from, call.time(), computed));
  }

  /** Changes the conditions of joins and filters of a FROM and WHERE. */
  private static LogicalPlan inFrom(LogicalPlan from, UnaryOperator<Expression> change) {
    if (!(from instanceof Join) && !(from instanceof Filter)) {
      return from;
    }
    return PlanTrees.mapChildren(
        PlanTrees.mapExpressions(from, change), child -> inFrom(child, change));
  }

  private static boolean namedInFrom(LogicalPlan select, String name) {
    boolean[] named = new boolean[1];
    UnaryOperator<Expression> look =
        each -> {
          named[0] |= isNamed(each, name);
          return each;
        };
    PlanTrees.mapChildren(select, from -> inFrom(from, look));
    return named[0];
  }

  /** Applies a change to the relation under joins and filters that has the time. */
  private LogicalPlan below(LogicalPlan from, Expression time, UnaryOperator<LogicalPlan> change) {
    if (from instanceof Filter) {
      return PlanTrees.mapChildren(from, child -> below(child, time, change));
    }
    if (from instanceof Join join) {
      boolean left = has(join.left(), time);
      boolean right = has(join.right(), time);
      if (left && right) {
        throw refused(
            time, "Both sides of the join have the time " + time.sql() + ": say whose is meant.");
      }
      if (left || right) {
        LogicalPlan side = left ? join.left() : join.right();
        return PlanTrees.mapChildren(
            join, child -> child == side ? below(child, time, change) : child);
      }
    }
    return change.apply(from);
  }

  private boolean has(LogicalPlan relation, Expression time) {
    try {
      analyzed(PlanTrees.selecting(relation, time));
      return true;
    } catch (Exception error) {
      if (error instanceof AnalysisException) {
        return false;
      }
      throw SparkErrors.rethrown(error);
    }
  }

  /**
   * Spark's watermark asks its plan for its columns at once, so what computes one has to be
   * analyzed before.
   */
  private LogicalPlan analyzed(LogicalPlan plan) {
    LogicalPlan whole = plan;
    for (UnresolvedWith with : around) {
      LogicalPlan inner = whole;
      whole = PlanTrees.mapChildren(with, child -> inner);
    }
    return SparkLine.execution(SparkLine.dataset(session, whole)).analyzed();
  }

  private UnaryOperator<LogicalPlan> marked(Attribute time, CalendarInterval delay) {
    return relation -> {
      LogicalPlan named = relation instanceof SubqueryAlias alias ? alias.child() : relation;
      boolean computed = !named.children().isEmpty();
      // Spark 4 takes a table's name before a column for a struct until it has found the table.
      boolean qualified = time instanceof UnresolvedAttribute name && name.nameParts().size() > 1;
      return watermark(time, time, delay, computed || qualified ? analyzed(relation) : relation);
    };
  }

  /** Spark's watermark at the place of what it was written as, where Spark says what is wrong. */
  private static LogicalPlan watermark(
      Expression at, Attribute time, CalendarInterval delay, LogicalPlan plan) {
    return CurrentOrigin.withOrigin(at.origin(), () -> SparkLine.watermark(time, delay, plan));
  }

  private static Expression column(String function, Expression time) {
    if (time instanceof UnresolvedAttribute) {
      return time;
    }
    throw refused(
        time,
        function
            + "("
            + time.sql()
            + ") is not on a column: compute the column in a subquery first.");
  }

  private static CalendarInterval delay(String call, Expression length) {
    return Intervals.of(length)
        .filter(delay -> delay.months >= 0 && delay.days >= 0 && delay.microseconds >= 0)
        .orElseThrow(
            () ->
                refused(
                    length,
                    call
                        + " takes a delay such as '2 minutes' or interval 2 minutes, not "
                        + length.sql()
                        + "."));
  }

  private static boolean isCall(Expression expression, String name, int arguments) {
    return expression instanceof UnresolvedFunction function
        && function.nameParts().size() == 1
        && function.nameParts().apply(0).equalsIgnoreCase(name)
        && function.arguments().size() == arguments;
  }

  private static boolean isNamed(Expression expression, String name) {
    return expression instanceof UnresolvedAttribute attribute
        && attribute.nameParts().size() == 1
        && attribute.nameParts().apply(0).equalsIgnoreCase(name);
  }

  private static RuntimeException refused(Expression at, String sentence) {
    throw new InvalidStatementException(sentence, at.origin()).unchecked();
  }
}
