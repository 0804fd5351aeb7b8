package io.millrace.local.engine;

import io.millrace.local.engine.schema.TableOptions;
import io.millrace.protocol.model.Cell;
import java.util.Arrays;

/** What of a stored row is still there: expired versions and those too many are gone at once. */
final class LiveRow {

  private LiveRow() {}

  /** Returns the row without what is gone, or null if all of it is. */
  static StoredRow of(StoredRow row, TableOptions options, long nowMillis) {
    long oldestAlive = options.oldestAlive(nowMillis);
    Cell[] cells = row.cells();
    Cell[] kept = new Cell[cells.length];
    int size = 0;
    for (int from = 0; from < cells.length; ) {
      int to = StoredRow.endOfColumn(cells, from);
      int end = from + Math.min(to - from, options.maxVersions());
      for (int i = from; i < end && cells[i].timestamp() >= oldestAlive; i++) {
        kept[size++] = cells[i];
      }
      from = to;
    }
    if (size == 0 && row.touched() < oldestAlive) {
      return null;
    }
    return size == cells.length ? row : new StoredRow(row.touched(), Arrays.copyOf(kept, size));
  }
}
