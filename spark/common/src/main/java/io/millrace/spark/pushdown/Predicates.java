package io.millrace.spark.pushdown;

import io.millrace.protocol.model.Value;
import io.millrace.spark.pushdown.Condition.AllOf;
import io.millrace.spark.pushdown.Condition.AnyOf;
import io.millrace.spark.pushdown.Condition.Comparator;
import io.millrace.spark.pushdown.Condition.Comparison;
import io.millrace.spark.pushdown.Condition.Not;
import io.millrace.spark.pushdown.Condition.Present;
import io.millrace.spark.pushdown.Condition.Same;
import io.millrace.spark.pushdown.Condition.Unknown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Understands the predicates of Spark's optimizer; what it does not is {@link Unknown}. */
public final class Predicates {

  private static final Condition UNKNOWN = new Unknown();

  private final Map<String, DataType> types = new HashMap<>();
  private final BiPredicate<Comparator, DataType> wanted;

  /**
   * Predicates on a table.
   *
   * @param schema its columns
   * @param wanted which comparisons with columns of a type may be left to the service
   */
  public Predicates(StructType schema, BiPredicate<Comparator, DataType> wanted) {
    for (StructField field : schema.fields()) {
      types.put(field.name(), field.dataType());
    }
    this.wanted = wanted;
  }

  /** A predicate as a condition. */
  public Condition understand(Predicate predicate) {
    Expression[] children = predicate.children();
    return switch (predicate.name()) {
      case "AND" -> new AllOf(all(children));
      case "OR" -> new AnyOf(all(children));
      case "NOT" -> new Not(understand(children[0]));
      case "ALWAYS_TRUE" -> new AllOf(List.of());
      case "ALWAYS_FALSE" -> new AnyOf(List.of());
      case "=" -> comparison(Comparator.EQUAL, children);
      case "<>" -> comparison(Comparator.NOT_EQUAL, children);
      case "<" -> comparison(Comparator.LESS, children);
      case "<=" -> comparison(Comparator.LESS_OR_EQUAL, children);
      case ">" -> comparison(Comparator.GREATER, children);
      case ">=" -> comparison(Comparator.GREATER_OR_EQUAL, children);
      case "<=>" -> same(children);
      case "IN" -> in(children);
      case "IS_NOT_NULL" -> column(children[0]).<Condition>map(Present::new).orElse(UNKNOWN);
      case "IS_NULL" ->
          column(children[0]).<Condition>map(name -> new Not(new Present(name))).orElse(UNKNOWN);
      case "STARTS_WITH" -> begins(children);
      default -> UNKNOWN;
    };
  }

  private Condition understand(Expression expression) {
    return expression instanceof Predicate predicate ? understand(predicate) : UNKNOWN;
  }

  private List<Condition> all(Expression[] expressions) {
    return Arrays.stream(expressions).map(this::understand).toList();
  }

  private Condition comparison(Comparator comparator, Expression[] sides) {
    Condition straight = comparison(comparator, sides[0], sides[1]);
    return straight.equals(UNKNOWN)
        ? comparison(comparator.mirrored(), sides[1], sides[0])
        : straight;
  }

  private Condition comparison(Comparator comparator, Expression left, Expression right) {
    Optional<String> column = column(left);
    if (column.isEmpty() || !wanted.test(comparator, types.get(column.get()))) {
      return UNKNOWN;
    }
    return value(right, column.get())
        .<Condition>map(value -> new Comparison(column.get(), comparator, value))
        .orElse(UNKNOWN);
  }

  private Condition same(Expression[] sides) {
    Condition equal = comparison(Comparator.EQUAL, sides);
    return equal instanceof Comparison comparison
        ? new Same(comparison.column(), comparison.value())
        : UNKNOWN;
  }

  /** IN with a NULL in its list is never false; the list without it says when it is true. */
  private Condition in(Expression[] children) {
    List<Condition> equal = new ArrayList<>();
    boolean all = true;
    for (int i = 1; i < children.length; i++) {
      boolean isNull = children[i] instanceof Literal<?> literal && literal.value() == null;
      if (isNull) {
        all = false;
      } else {
        equal.add(comparison(Comparator.EQUAL, children[0], children[i]));
      }
    }
    Condition any = new AnyOf(equal);
    // For the case that it is negated: what may be false of it only Spark can tell.
    return all ? any : new AllOf(List.of(any, UNKNOWN));
  }

  private Condition begins(Expression[] children) {
    Optional<String> column = column(children[0]);
    if (column.isEmpty() || !(children[1] instanceof Literal<?> literal)) {
      return UNKNOWN;
    }
    Optional<Value> prefix = value(literal, column.get());
    if (prefix.isEmpty() || !wanted.test(Comparator.GREATER_OR_EQUAL, types.get(column.get()))) {
      return UNKNOWN;
    }
    Condition from = new Comparison(column.get(), Comparator.GREATER_OR_EQUAL, prefix.get());
    return Successors.afterPrefix(prefix.get())
        .<Condition>map(
            end -> new AllOf(List.of(from, new Comparison(column.get(), Comparator.LESS, end))))
        .orElse(from);
  }

  private Optional<String> column(Expression expression) {
    return expression instanceof NamedReference reference
            && reference.fieldNames().length == 1
            && types.containsKey(reference.fieldNames()[0])
        ? Optional.of(reference.fieldNames()[0])
        : Optional.empty();
  }

  private Optional<Value> value(Expression expression, String column) {
    return expression instanceof Literal<?> literal
        ? SparkValues.of(literal, types.get(column))
        : Optional.empty();
  }
}
