package io.millrace.local.engine;

import io.millrace.local.engine.row.WriteType;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.Row;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** What the records of a log make of one row, as far as they tell. */
final class RowReplay {

  /** Whether the records tell all of the row, and not only what changed of it. */
  private boolean whole;

  private boolean exists;
  private RowEditor cells = new RowEditor();
  private final Set<String> unsure = new HashSet<>();
  private long lastStamp;

  /**
   * A row before its first record.
   *
   * @param known whether it is known not to exist
   */
  RowReplay(boolean known) {
    this.whole = known;
  }

  /** One record. */
  record Change(WriteType type, Row row, long stamp) {}

  long lastStamp() {
    return lastStamp;
  }

  void apply(Change change, int maxVersions) {
    lastStamp = change.stamp();
    if (change.type() != WriteType.UPDATE) {
      whole = true;
      exists = change.type() == WriteType.PUT;
      cells = new RowEditor();
      unsure.clear();
    }
    for (Cell cell : change.row().cells()) {
      apply(cell);
    }
    cells = new RowEditor(cells.toCells(maxVersions, Long.MIN_VALUE));
  }

  private void apply(Cell cell) {
    switch (cell.type()) {
      case PUT -> {
        cells.put(cell);
        exists = true;
      }
      case DELETE_ONE_VERSION -> {
        cells.deleteVersion(cell.name(), cell.timestamp());
        unsure.add(cell.name());
      }
      case DELETE_ALL_VERSION -> {
        cells.deleteColumn(cell.name());
        unsure.remove(cell.name());
      }
      case INCREMENT -> throw new IllegalStateException("a log holds what increments come to");
    }
  }

  /**
   * Tells whether a stored row is what the records lead to.
   *
   * @param row null if there is none
   * @param horizonMillis what is expired by then may be there or not
   */
  boolean leadsTo(StoredRow row, TableOptions options, long horizonMillis) {
    StoredRow live = row == null ? null : LiveRow.of(row, options, horizonMillis);
    Cell[] actual = live == null ? new Cell[0] : live.cells();
    Cell[] expected = cells.toCells(options.maxVersions(), options.oldestAlive(horizonMillis));
    if (whole) {
      // Of a row without cells that expires it depends on when it was looked at whether it is
      // there.
      boolean expires = options.timeToLive() != TableOptions.FOREVER;
      return Arrays.equals(expected, actual)
          && (exists == (row != null) || (expires && expected.length == 0));
    }
    for (int i = 0; i < expected.length; i = StoredRow.endOfColumn(expected, i)) {
      Cell newest = expected[i];
      if (!unsure.contains(newest.name()) && !Arrays.asList(actual).contains(newest)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the row as the records say, over a stored one if they do not tell all. */
  StoredRow onto(StoredRow row) {
    if (whole && !exists) {
      return null;
    }
    RowEditor restored = whole || row == null ? new RowEditor() : new RowEditor(row.cells());
    for (Cell cell : cells.toCells(Integer.MAX_VALUE, Long.MIN_VALUE)) {
      restored.put(new Cell(cell.name(), cell.value(), cell.timestamp(), CellType.PUT));
    }
    return new StoredRow(lastStamp / 1000, restored.toCells(Integer.MAX_VALUE, Long.MIN_VALUE));
  }
}
