package io.millrace.spark.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedStar;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import scala.Function1;
import scala.Option;
import scala.Product;
import scala.Tuple2;
import scala.Tuple3;
import scala.collection.Iterator;
import scala.collection.Seq;
import scala.collection.immutable.$colon$colon;
import scala.collection.immutable.Nil$;
import scala.runtime.AbstractFunction1;

/** Reads, walks and builds Spark's unresolved plans from Java, on both Scala versions. */
final class PlanTrees {

  private PlanTrees() {}

  static <T> List<T> list(Seq<T> elements) {
    List<T> list = new ArrayList<>();
    Iterator<T> each = elements.iterator();
    while (each.hasNext()) {
      list.add(each.next());
    }
    return list;
  }

  /** The one kind of sequence that both Scala versions take for their {@code Seq}. */
  @SuppressWarnings("unchecked")
  static <T> scala.collection.immutable.List<T> seq(List<? extends T> elements) {
    scala.collection.immutable.List<T> seq = (scala.collection.immutable.List<T>) Nil$.MODULE$;
    for (int at = elements.size() - 1; at >= 0; at--) {
      seq = new $colon$colon<>(elements.get(at), seq);
    }
    return seq;
  }

  static LogicalPlan mapChildren(LogicalPlan plan, UnaryOperator<LogicalPlan> change) {
    return plan.mapChildren(function(change));
  }

  /** Changes each expression of one node, from the leaves up. */
  static LogicalPlan mapExpressions(LogicalPlan plan, UnaryOperator<Expression> change) {
    return (LogicalPlan) plan.mapExpressions(function(each -> fromLeaves(each, change)));
  }

  private static Expression fromLeaves(Expression expression, UnaryOperator<Expression> change) {
    return change.apply(expression.mapChildren(function(child -> fromLeaves(child, change))));
  }

  private static <T> Function1<T, T> function(UnaryOperator<T> change) {
    return new AbstractFunction1<>() {
      @Override
      public T apply(T value) {
        return change.apply(value);
      }
    };
  }

  /** A relation's columns and one more. */
  static LogicalPlan withColumn(LogicalPlan relation, Expression value, String name) {
    return new Project(
        seq(List.of(new UnresolvedStar(Option.empty()), named(value, name))), relation);
  }

  /** One value of a relation. */
  static LogicalPlan selecting(LogicalPlan relation, Expression value) {
    return new Project(seq(List.of(named(value, "value"))), relation);
  }

  /** A value under a name. */
  static NamedExpression named(Expression value, String name) {
    return new Alias(
        value,
        name,
        NamedExpression$.MODULE$.newExprId(),
        seq(List.of()),
        Option.empty(),
        seq(List.of()));
  }

  /** The queries of a WITH clause, in their order. */
  static List<SubqueryAlias> commonTables(UnresolvedWith with) {
    return relations(with).stream()
        .map(relation -> (SubqueryAlias) ((Product) relation).productElement(1))
        .toList();
  }

  /** Pairs up to Spark 4.0, then triples: javac would cast to the one it was compiled with. */
  private static List<Object> relations(UnresolvedWith with) {
    return new ArrayList<>(list(with.cteRelations()));
  }

  /**
   * The WITH clause with another query in one place. Spark 4.1 and later keep a third value beside
   * each name and query.
   */
  static UnresolvedWith withCommonTable(UnresolvedWith with, int place, SubqueryAlias query) {
    List<Object> relations = relations(with);
    Product old = (Product) relations.get(place);
    relations.set(
        place,
        old.productArity() == 2
            ? new Tuple2<>(old.productElement(0), query)
            : new Tuple3<>(old.productElement(0), query, old.productElement(2)));
    return with(with, relations);
  }

  /** The WITH clause with its first queries alone: those that the next one can name. */
  static UnresolvedWith withFirst(UnresolvedWith with, int count) {
    return with(with, relations(with).subList(0, count));
  }

  private static UnresolvedWith with(UnresolvedWith with, List<Object> relations) {
    Object[] fields = new Object[with.productArity()];
    for (int at = 0; at < fields.length; at++) {
      fields[at] = at == 1 ? seq(relations) : with.productElement(at);
    }
    return (UnresolvedWith) with.makeCopy(fields);
  }
}
