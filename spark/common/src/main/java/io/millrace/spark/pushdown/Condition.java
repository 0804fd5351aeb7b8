package io.millrace.spark.pushdown;

import io.millrace.protocol.model.Value;
import java.util.List;

/**
 * A predicate of Spark in the terms of the service. As in SQL it is true, false or neither: a
 * comparison with a column that a row does not have is neither.
 */
public sealed interface Condition {

  /** How two values of one type compare. */
  enum Comparator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    Comparator negated() {
      return switch (this) {
        case EQUAL -> NOT_EQUAL;
        case NOT_EQUAL -> EQUAL;
        case LESS -> GREATER_OR_EQUAL;
        case LESS_OR_EQUAL -> GREATER;
        case GREATER -> LESS_OR_EQUAL;
        case GREATER_OR_EQUAL -> LESS;
      };
    }

    /** The comparison with its sides exchanged. */
    Comparator mirrored() {
      return switch (this) {
        case EQUAL, NOT_EQUAL -> this;
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      };
    }
  }

  /** A column against a value. */
  record Comparison(String column, Comparator comparator, Value value) implements Condition {}

  /** A column that is the value; false, not neither, when the row does not have the column. */
  record Same(String column, Value value) implements Condition {}

  /** A column that has a value. */
  record Present(String column) implements Condition {}

  /** True when all are. */
  record AllOf(List<Condition> conditions) implements Condition {
    public AllOf {
      conditions = List.copyOf(conditions);
    }
  }

  /** True when one is. */
  record AnyOf(List<Condition> conditions) implements Condition {
    public AnyOf {
      conditions = List.copyOf(conditions);
    }
  }

  /** True when the other is false. */
  record Not(Condition condition) implements Condition {}

  /** What only Spark can tell. */
  record Unknown() implements Condition {}
}
