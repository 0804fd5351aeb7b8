package io.millrace.spark.pushdown;

import io.millrace.protocol.model.Value;
import io.millrace.spark.pushdown.Condition.Comparator;
import java.util.Optional;

/**
 * The values that one key column may have: all between two bounds, which are {@link Value#INF_MIN}
 * and {@link Value#INF_MAX} where there are none.
 */
record Bounds(Value low, boolean withLow, Value high, boolean withHigh) {

  static final Bounds NONE = new Bounds(Value.INF_MIN, true, Value.INF_MAX, true);

  /** The values that compare with one as asked; not for {@code NOT_EQUAL}, which has a gap. */
  static Bounds of(Comparator comparator, Value value) {
    return switch (comparator) {
      case EQUAL -> new Bounds(value, true, value, true);
      case LESS -> new Bounds(Value.INF_MIN, true, value, false);
      case LESS_OR_EQUAL -> new Bounds(Value.INF_MIN, true, value, true);
      case GREATER -> new Bounds(value, false, Value.INF_MAX, true);
      case GREATER_OR_EQUAL -> new Bounds(value, true, Value.INF_MAX, true);
      case NOT_EQUAL -> throw new IllegalArgumentException("not one range");
    };
  }

  boolean isPoint() {
    return withLow && withHigh && low.equals(high);
  }

  /** The values in both, or empty when there are none. */
  Optional<Bounds> and(Bounds other) {
    int lows = low.compareTo(other.low);
    int highs = high.compareTo(other.high);
    Bounds both =
        new Bounds(
            lows >= 0 ? low : other.low,
            lows == 0 ? withLow && other.withLow : lows > 0 ? withLow : other.withLow,
            highs <= 0 ? high : other.high,
            highs == 0 ? withHigh && other.withHigh : highs < 0 ? withHigh : other.withHigh);
    int order = both.low.compareTo(both.high);
    boolean empty = order > 0 || (order == 0 && !(both.withLow && both.withHigh));
    return empty ? Optional.empty() : Optional.of(both);
  }
}
