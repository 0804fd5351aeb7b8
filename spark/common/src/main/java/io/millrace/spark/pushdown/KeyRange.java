package io.millrace.spark.pushdown;

import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Value;
import io.millrace.spark.schema.TableKey;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Keys from one up to another, that one excluded. Their columns may be {@link Value#INF_MIN} and
 * {@link Value#INF_MAX}.
 */
public record KeyRange(PrimaryKey start, PrimaryKey end) {

  /** All keys of a table. */
  public static KeyRange all(TableKey key) {
    return KeyBox.all(key.columns().size()).range(key);
  }

  /** A key of a table that begins with some columns and goes on with the least values. */
  public static PrimaryKey beginningWith(TableKey key, List<PrimaryKeyColumn> begin) {
    List<PrimaryKeyColumn> columns = new ArrayList<>(begin);
    key.names().stream()
        .skip(begin.size())
        .forEach(name -> columns.add(new PrimaryKeyColumn(name, Value.INF_MIN)));
    return PrimaryKey.of(columns);
  }

  /** The same keys in ranges that neither overlap nor touch, in their order. */
  static List<KeyRange> merged(List<KeyRange> ranges) {
    List<KeyRange> sorted = new ArrayList<>(ranges);
    sorted.removeIf(range -> range.start.compareTo(range.end) >= 0);
    sorted.sort((a, b) -> a.start.compareTo(b.start));
    List<KeyRange> merged = new ArrayList<>();
    for (KeyRange range : sorted) {
      KeyRange before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (before != null && range.start.compareTo(before.end) <= 0) {
        PrimaryKey end = range.end.compareTo(before.end) > 0 ? range.end : before.end;
        merged.set(merged.size() - 1, new KeyRange(before.start, end));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }

  /**
   * Some ranges cut at some keys.
   *
   * @return the parts between two neighbouring keys together; only those that hold a range
   */
  public static List<List<KeyRange>> cut(List<KeyRange> ranges, List<PrimaryKey> points) {
    List<PrimaryKey> sorted = new ArrayList<>(new TreeSet<>(points));
    List<List<KeyRange>> parts = new ArrayList<>();
    PrimaryKey from = null;
    for (int i = 0; i <= sorted.size(); i++) {
      PrimaryKey until = i < sorted.size() ? sorted.get(i) : null;
      List<KeyRange> part = between(ranges, from, until);
      if (!part.isEmpty()) {
        parts.add(part);
      }
      from = until;
    }
    return parts;
  }

  private static List<KeyRange> between(List<KeyRange> ranges, PrimaryKey from, PrimaryKey until) {
    List<KeyRange> inside = new ArrayList<>();
    for (KeyRange range : ranges) {
      PrimaryKey start = from == null || range.start.compareTo(from) > 0 ? range.start : from;
      PrimaryKey end = until == null || range.end.compareTo(until) < 0 ? range.end : until;
      if (start.compareTo(end) < 0) {
        inside.add(new KeyRange(start, end));
      }
    }
    return inside;
  }
}
