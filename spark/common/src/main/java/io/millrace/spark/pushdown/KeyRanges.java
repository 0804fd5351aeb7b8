package io.millrace.spark.pushdown;

import io.millrace.protocol.model.Value;
import io.millrace.spark.pushdown.Condition.AllOf;
import io.millrace.spark.pushdown.Condition.AnyOf;
import io.millrace.spark.pushdown.Condition.Comparator;
import io.millrace.spark.pushdown.Condition.Comparison;
import io.millrace.spark.pushdown.Condition.Not;
import io.millrace.spark.pushdown.Condition.Present;
import io.millrace.spark.pushdown.Condition.Same;
import io.millrace.spark.schema.ServiceType;
import io.millrace.spark.schema.TableKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the keys for which a condition may be true. A side of an OR that says nothing about the key
 * makes all keys possible.
 */
public final class KeyRanges {

  /** Beyond this many, a condition counts as one that says nothing about the key. */
  private static final int MOST_BOXES = 1024;

  /**
   * The keys for which a condition may be true.
   *
   * @param exact whether it is true for all of these, whatever the other columns hold
   */
  private record Keys(List<KeyBox> boxes, boolean exact) {}

  /**
   * What a read has to look at.
   *
   * @param ranges the keys, in ranges that do not overlap, in their order
   * @param exact the conditions, in the order given, that are true for all rows of the ranges
   * @param points whether each range is a single key
   */
  public record Selection(List<KeyRange> ranges, List<Boolean> exact, boolean points) {

    /** All rows of a table. */
    public static Selection all(TableKey key) {
      return select(key, List.of());
    }
  }

  private final TableKey key;

  private KeyRanges(TableKey key) {
    this.key = key;
  }

  /** The keys for which all of some conditions may be true. */
  public static Selection select(TableKey key, List<Condition> conditions) {
    KeyRanges ranges = new KeyRanges(key);
    List<Boolean> exact = new ArrayList<>();
    Keys all = ranges.anything(true);
    for (Condition condition : conditions) {
      Keys keys = ranges.keys(condition, true);
      Keys both = ranges.and(all, keys);
      boolean taken = both.boxes.size() <= MOST_BOXES;
      exact.add(taken && keys.exact);
      all = taken ? both : all;
    }
    boolean fits = all.boxes.stream().allMatch(KeyBox::isRange);
    List<KeyRange> found = all.boxes.stream().map(box -> box.range(key)).toList();
    return new Selection(
        KeyRange.merged(found),
        exact.stream().map(each -> each && fits).toList(),
        all.boxes.stream().allMatch(KeyBox::isPoint));
  }

  /**
   * The keys for which a condition may be true, or may be false.
   *
   * @param outcome which of the two
   */
  private Keys keys(Condition condition, boolean outcome) {
    if (condition instanceof Comparison comparison) {
      Comparator comparator = outcome ? comparison.comparator() : comparison.comparator().negated();
      return keys(comparison.column(), comparator, comparison.value());
    }
    if (condition instanceof Same same) {
      return keys(same.column(), outcome ? Comparator.EQUAL : Comparator.NOT_EQUAL, same.value());
    }
    if (condition instanceof Present present && key.names().contains(present.column())) {
      return outcome ? anything(true) : new Keys(List.of(), true);
    }
    if (condition instanceof Not not) {
      return keys(not.condition(), !outcome);
    }
    if (condition instanceof AllOf all) {
      return outcome ? every(all.conditions(), true) : some(all.conditions(), false);
    }
    if (condition instanceof AnyOf any) {
      return outcome ? some(any.conditions(), true) : every(any.conditions(), false);
    }
    return anything(false);
  }

  private Keys keys(String column, Comparator comparator, Value value) {
    int place = key.names().indexOf(column);
    if (place < 0 || !isOf(value, key.columns().get(place).type())) {
      return anything(false);
    }
    List<Comparator> parts =
        comparator == Comparator.NOT_EQUAL
            ? List.of(Comparator.LESS, Comparator.GREATER)
            : List.of(comparator);
    List<KeyBox> boxes = new ArrayList<>();
    for (Comparator part : parts) {
      KeyBox.all(key.columns().size()).with(place, Bounds.of(part, value)).ifPresent(boxes::add);
    }
    return new Keys(boxes, true);
  }

  private static boolean isOf(Value value, ServiceType type) {
    return switch (value.type()) {
      case INTEGER -> type == ServiceType.INTEGER;
      case STRING -> type == ServiceType.STRING;
      case BLOB -> type == ServiceType.BINARY;
      default -> false;
    };
  }

  private Keys every(List<Condition> conditions, boolean outcome) {
    Keys all = anything(true);
    for (Condition condition : conditions) {
      Keys both = and(all, keys(condition, outcome));
      all = both.boxes.size() <= MOST_BOXES ? both : new Keys(all.boxes, false);
    }
    return all;
  }

  private Keys and(Keys left, Keys right) {
    List<KeyBox> boxes = new ArrayList<>();
    for (KeyBox one : left.boxes) {
      for (KeyBox other : right.boxes) {
        Optional<KeyBox> both = one.and(other);
        both.ifPresent(boxes::add);
      }
      if (boxes.size() > MOST_BOXES) {
        break;
      }
    }
    return new Keys(boxes, left.exact && right.exact);
  }

  private Keys some(List<Condition> conditions, boolean outcome) {
    List<KeyBox> boxes = new ArrayList<>();
    boolean exact = true;
    for (Condition condition : conditions) {
      Keys keys = keys(condition, outcome);
      boxes.addAll(keys.boxes);
      exact &= keys.exact;
    }
    return boxes.size() > MOST_BOXES ? anything(false) : new Keys(boxes, exact);
  }

  private Keys anything(boolean exact) {
    return new Keys(List.of(KeyBox.all(key.columns().size())), exact);
  }
}
