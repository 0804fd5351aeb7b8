package io.millrace.local.engine;

import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.List;

/** The cells of a row while it is changed: by name in byte order, then the newest first. */
final class RowEditor {

  private final List<Cell> cells = new ArrayList<>();

  RowEditor() {}

  RowEditor(Cell[] before) {
    cells.addAll(List.of(before));
  }

  /** Sets one version. */
  void put(Cell cell) {
    int at = find(cell.name(), cell.timestamp());
    if (at < cells.size() && isVersion(cells.get(at), cell.name(), cell.timestamp())) {
      cells.set(at, cell);
    } else {
      cells.add(at, cell);
    }
  }

  /**
   * Returns the cell with the first timestamp from its own on that its column has no version of. On
   * a machine this near two writes can come within a millisecond, which they do not over a network:
   * the second is not to replace the first. Where as many newer versions as are kept are there
   * already, it takes the place of the last of them: with a timestamp beyond them it would push out
   * the first, and a third write would find that one's place free and be older than both.
   */
  Cell withFreeTimestamp(Cell cell, int maxVersions) {
    long timestamp = cell.timestamp();
    int at = find(cell.name(), timestamp);
    int versions = at - find(cell.name(), Long.MAX_VALUE) + 1;
    while (at >= 0 && at < cells.size() && isVersion(cells.get(at), cell.name(), timestamp)) {
      at--;
      timestamp++;
    }
    if (timestamp > cell.timestamp() && versions >= maxVersions) {
      timestamp--;
    }
    return timestamp == cell.timestamp()
        ? cell
        : new Cell(cell.name(), cell.value(), timestamp, cell.type());
  }

  void deleteVersion(String name, long timestamp) {
    int at = find(name, timestamp);
    if (at < cells.size() && isVersion(cells.get(at), name, timestamp)) {
      cells.remove(at);
    }
  }

  void deleteColumn(String name) {
    int from = find(name, Long.MAX_VALUE);
    int to = from;
    while (to < cells.size() && cells.get(to).name().equals(name)) {
      to++;
    }
    cells.subList(from, to).clear();
  }

  /**
   * Adds to the newest version of a column, where none counts as 0, and returns the cell it became.
   * The new version is never older than the one it was counted from.
   */
  Cell increment(String name, long by, long nowMillis) {
    int at = find(name, Long.MAX_VALUE);
    long value = by;
    long timestamp = nowMillis;
    if (at < cells.size() && cells.get(at).name().equals(name)) {
      Cell newest = cells.get(at);
      if (!(newest.value() instanceof IntegerValue integer)) {
        throw ServiceErrors.parameterInvalid(
            "Column '%s' holds a value that is not an integer: it cannot be incremented."
                .formatted(name));
      }
      value += integer.value();
      timestamp = Math.max(timestamp, newest.timestamp());
    }
    Cell cell = new Cell(name, Value.of(value), timestamp, CellType.PUT);
    put(cell);
    return cell;
  }

  /** Returns the cells without versions that are too old or too many. */
  Cell[] toCells(int maxVersions, long oldestAlive) {
    List<Cell> kept = new ArrayList<>(cells.size());
    int versions = 0;
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      versions = i > 0 && cells.get(i - 1).name().equals(cell.name()) ? versions + 1 : 1;
      if (versions <= maxVersions && cell.timestamp() >= oldestAlive) {
        kept.add(cell);
      }
    }
    return kept.toArray(Cell[]::new);
  }

  /** Returns where the version is, or where it would be. */
  private int find(String name, long timestamp) {
    int low = 0;
    int high = cells.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Cell cell = cells.get(middle);
      int order = NameOrder.BY_BYTES.compare(cell.name(), name);
      if (order < 0 || (order == 0 && cell.timestamp() > timestamp)) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static boolean isVersion(Cell cell, String name, long timestamp) {
    return cell.timestamp() == timestamp && cell.name().equals(name);
  }
}
