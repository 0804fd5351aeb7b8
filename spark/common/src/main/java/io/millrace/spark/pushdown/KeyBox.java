package io.millrace.spark.pushdown;

import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Value;
import io.millrace.spark.schema.TableKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The keys whose columns are each within bounds of its own. */
record KeyBox(List<Bounds> bounds) {

  KeyBox {
    bounds = List.copyOf(bounds);
  }

  static KeyBox all(int columns) {
    return new KeyBox(Collections.nCopies(columns, Bounds.NONE));
  }

  /** This box with one column's values limited further; empty when none is left. */
  Optional<KeyBox> with(int column, Bounds limit) {
    return bounds
        .get(column)
        .and(limit)
        .map(
            both -> {
              List<Bounds> narrowed = new ArrayList<>(bounds);
              narrowed.set(column, both);
              return new KeyBox(narrowed);
            });
  }

  /** The keys in both boxes; empty when there are none. */
  Optional<KeyBox> and(KeyBox other) {
    Optional<KeyBox> both = Optional.of(this);
    for (int i = 0; i < bounds.size() && both.isPresent(); i++) {
      both = both.get().with(i, other.bounds.get(i));
    }
    return both;
  }

  /** How many leading columns have one value each. */
  private int points() {
    int points = 0;
    while (points < bounds.size() && bounds.get(points).isPoint()) {
      points++;
    }
    return points;
  }

  /** Whether the box is one key. */
  boolean isPoint() {
    return points() == bounds.size();
  }

  /** Whether {@link #range} holds no other keys than the box. */
  boolean isRange() {
    int points = points();
    for (int i = points + 1; i < bounds.size(); i++) {
      if (!bounds.get(i).equals(Bounds.NONE)) {
        return false;
      }
    }
    return !endsWithLongestKey(points);
  }

  /** A bound next to a key of the greatest length cannot be written as a key. */
  private boolean endsWithLongestKey(int points) {
    int last = bounds.size() - 1;
    if (points < last) {
      return false;
    }
    Bounds bound = bounds.get(last);
    boolean above = bound.withHigh() && !bound.high().type().isInfinite();
    boolean below = !bound.withLow() && !bound.low().type().isInfinite();
    return (above && !Successors.isKey(bound.high())) || (below && !Successors.isKey(bound.low()));
  }

  /** The smallest range of keys that holds the box. */
  KeyRange range(TableKey key) {
    int points = points();
    int ranged = Math.min(points, bounds.size() - 1);
    List<Value> start = new ArrayList<>();
    List<Value> end = new ArrayList<>();
    for (int i = 0; i < ranged; i++) {
      start.add(bounds.get(i).low());
      end.add(bounds.get(i).low());
    }
    Bounds bound = bounds.get(ranged);
    boolean last = ranged == bounds.size() - 1;
    if (bound.withLow() || !last) {
      start.add(bound.low());
    } else {
      start.add(Successors.isKey(bound.low()) ? Successors.of(bound.low()) : bound.low());
    }
    boolean wholeHigh = bound.withHigh() && !bound.high().type().isInfinite();
    if (wholeHigh && last) {
      end.add(Successors.isKey(bound.high()) ? Successors.of(bound.high()) : Value.INF_MAX);
    } else {
      end.add(bound.high());
    }
    Value startRest = bound.withLow() ? Value.INF_MIN : Value.INF_MAX;
    Value endRest = wholeHigh || bound.high().type().isInfinite() ? Value.INF_MAX : Value.INF_MIN;
    return new KeyRange(key(key, start, startRest), key(key, end, endRest));
  }

  private static PrimaryKey key(TableKey key, List<Value> begin, Value rest) {
    List<PrimaryKeyColumn> columns = new ArrayList<>();
    for (String name : key.names()) {
      int i = columns.size();
      columns.add(new PrimaryKeyColumn(name, i < begin.size() ? begin.get(i) : rest));
    }
    return PrimaryKey.of(columns);
  }
}
