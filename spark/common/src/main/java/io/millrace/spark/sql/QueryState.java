package io.millrace.spark.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import scala.Product;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * What the state of a streaming query is made of: groups, aggregates, distinct rows, joins. Spark
 * goes on with the state it finds in a checkpoint, and where only the meaning is another, such as
 * the length of a window, it mixes both without a word.
 *
 * <p>Names of views, filters, output columns, the time zone and the order of a SELECT list without
 * aggregates are no part of it: Spark lets a query change them.
 */
final class QueryState {
  private final StringBuilder text = new StringBuilder();

  /** What computed columns stand for. */
  private final Map<ExprId, Expression> definitions = new HashMap<>();

  private QueryState() {}

  /** A digest that two queries share if they can go on with each other's state. */
  static String digest(LogicalPlan plan) {
    QueryState state = new QueryState();
    state.define(plan);
    state.visit(plan);
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha.digest(state.text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void define(LogicalPlan plan) {
    PlanTrees.list(plan.expressions()).forEach(this::define);
    PlanTrees.list(plan.children()).forEach(this::define);
  }

  private void define(Expression expression) {
    if (expression instanceof Alias alias) {
      definitions.put(alias.exprId(), alias.child());
    }
    PlanTrees.list(expression.children()).forEach(this::define);
  }

  private void visit(LogicalPlan plan) {
    if (plan.isStreaming()) {
      if (plan instanceof Aggregate aggregate) {
        text.append("aggregate");
        PlanTrees.list(aggregate.groupingExpressions()).forEach(this::append);
        PlanTrees.list(aggregate.aggregateExpressions())
            .forEach(output -> appendAggregates((Expression) output));
      } else if (plan instanceof Expand expand) { // The windows of which one event is in several.
        text.append("expand");
        PlanTrees.list(expand.projections()).forEach(this::appendComputed);
      } else if (plan instanceof Join join && isOfTwoStreams(join)) {
        text.append("join ").append(join.joinType());
        if (join.condition().isDefined()) {
          append(join.condition().get());
        }
      } else if (plan instanceof Deduplicate deduplicate) {
        text.append("deduplicate");
        PlanTrees.list(deduplicate.keys()).forEach(this::append);
      } else if (plan instanceof Distinct distinct) {
        text.append("distinct");
        PlanTrees.list(distinct.output()).forEach(this::append);
      } else if (plan instanceof GlobalLimit) {
        text.append("limit");
      }
    }
    PlanTrees.list(plan.children()).forEach(this::visit);
  }

  private static boolean isOfTwoStreams(Join join) {
    return join.left().isStreaming() && join.right().isStreaming();
  }

  /** Appends the aggregate functions of an output column; what is made of them is no state. */
  private void appendAggregates(Expression expression) {
    if (expression instanceof AggregateExpression aggregate) {
      append(aggregate);
      text.append(aggregate.isDistinct() ? "distinct" : "");
    } else {
      PlanTrees.list(expression.children()).forEach(this::appendAggregates);
    }
  }

  private void appendComputed(Seq<Expression> values) {
    PlanTrees.list(values).stream()
        .filter(value -> !(value instanceof Attribute))
        .forEach(this::append);
  }

  private void append(Expression expression) {
    if (expression instanceof Alias alias) {
      append(alias.child());
    } else if (expression instanceof Attribute attribute) {
      Expression definition = definitions.get(attribute.exprId());
      if (definition == null) {
        text.append(' ').append(attribute.name());
      } else {
        append(definition);
      }
    } else if (expression instanceof Literal literal) {
      text.append(' ').append(literal.sql());
    } else {
      text.append(' ').append(expression.prettyName()).append('(');
      for (Iterator<Object> parts = ((Product) expression).productIterator(); parts.hasNext(); ) {
        appendPart(parts.next());
      }
      text.append(')');
    }
  }

  private void appendAll(Seq<?> parts) {
    PlanTrees.list(parts).forEach(this::appendPart);
  }

  private void appendPart(Object part) {
    if (part instanceof Expression expression) {
      append(expression);
    } else if (part instanceof Seq<?> parts) {
      appendAll(parts);
    } else if (part instanceof DataType type) {
      text.append(' ').append(type.simpleString());
    } else if (part instanceof Number || part instanceof String) {
      text.append(' ').append(part);
    }
  }
}
