package io.millrace.local.engine;

import io.millrace.local.engine.row.WriteType;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a table should hold, kept in the plainest way: nothing is ever trimmed, everything is worked
 * out when it is read.
 */
final class ModelTable {

  private static final class ModelRow {
    private long touched;
    private final TreeMap<String, TreeMap<Long, Value>> columns = new TreeMap<>();
  }

  private final TreeMap<PrimaryKey, ModelRow> rows = new TreeMap<>();
  private final int maxVersions;
  private final long timeToLiveMillis;

  ModelTable(int maxVersions, long timeToLiveMillis) {
    this.maxVersions = maxVersions;
    this.timeToLiveMillis = timeToLiveMillis;
  }

  /** Applies a request or a record at a time, which is that of cells without one. */
  void apply(WriteType type, Row row, long now) {
    dropExpired(row.primaryKey(), now);
    switch (type) {
      case PUT -> {
        ModelRow fresh = new ModelRow();
        change(fresh, row, now);
        rows.put(row.primaryKey(), fresh);
      }
      case UPDATE -> {
        ModelRow before = rows.get(row.primaryKey());
        boolean creates =
            row.cells().stream()
                .anyMatch(c -> c.type() == CellType.PUT || c.type() == CellType.INCREMENT);
        if (before != null || creates) {
          ModelRow target = before == null ? new ModelRow() : before;
          change(target, row, now);
          rows.put(row.primaryKey(), target);
        }
      }
      case DELETE -> rows.remove(row.primaryKey());
    }
  }

  private void change(ModelRow target, Row row, long now) {
    for (Cell cell : row.cells()) {
      TreeMap<Long, Value> versions =
          target.columns.computeIfAbsent(
              cell.name(), name -> new TreeMap<>(Collections.reverseOrder()));
      long timestamp = cell.hasTimestamp() ? cell.timestamp() : now;
      switch (cell.type()) {
        case PUT -> {
          while (!cell.hasTimestamp() && versions.containsKey(timestamp)) {
            timestamp++;
          }
          // As many as are kept are there already: the last of them is replaced.
          if (!cell.hasTimestamp()
              && timestamp > now
              && versions.headMap(now, true).size() >= maxVersions) {
            timestamp--;
          }
          versions.put(timestamp, cell.value());
        }
        case DELETE_ONE_VERSION -> versions.remove(timestamp);
        case DELETE_ALL_VERSION -> versions.clear();
        case INCREMENT -> {
          long before = versions.isEmpty() ? 0 : integer(versions.firstEntry().getValue());
          versions.put(
              versions.isEmpty() ? now : Math.max(now, versions.firstKey()),
              Value.of(before + integer(cell.value())));
        }
      }
    }
    // A version beyond the limit never comes back, so it is forgotten with each change.
    for (TreeMap<Long, Value> versions : target.columns.values()) {
      while (versions.size() > maxVersions) {
        versions.pollLastEntry();
      }
    }
    target.touched = now;
  }

  private void dropExpired(PrimaryKey key, long now) {
    ModelRow row = rows.get(key);
    if (row == null) {
      return;
    }
    row.columns.values().forEach(versions -> versions.keySet().removeIf(t -> isExpired(t, now)));
    row.columns.values().removeIf(TreeMap::isEmpty);
    if (row.columns.isEmpty() && isExpired(row.touched, now)) {
      rows.remove(key);
    }
  }

  private boolean isExpired(long timestamp, long now) {
    return timeToLiveMillis >= 0 && timestamp < now - timeToLiveMillis;
  }

  private static long integer(Value value) {
    return ((IntegerValue) value).value();
  }

  /** Returns all versions of a row, or null. */
  Row get(PrimaryKey key, long now) {
    dropExpired(key, now);
    ModelRow row = rows.get(key);
    if (row == null) {
      return null;
    }
    List<Cell> cells = new ArrayList<>();
    row.columns.forEach(
        (name, versions) ->
            versions.forEach((timestamp, value) -> cells.add(Cell.put(name, value, timestamp))));
    return Row.of(key, cells);
  }

  /** Returns the rows of a range in its direction. */
  List<Row> range(PrimaryKey start, PrimaryKey end, boolean forward, long now) {
    NavigableMap<PrimaryKey, ModelRow> part =
        forward
            ? rows.subMap(start, true, end, false)
            : rows.subMap(end, false, start, true).descendingMap();
    return List.copyOf(part.keySet()).stream()
        .map(key -> get(key, now))
        .filter(row -> row != null)
        .toList();
  }
}
