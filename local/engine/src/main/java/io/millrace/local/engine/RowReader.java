package io.millrace.local.engine;

import io.millrace.local.engine.filter.RowFilter;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import java.util.ArrayList;
import java.util.List;

/** Takes from stored rows what one read wants. Used by one thread. */
final class RowReader {

  private final ReadSpec spec;
  private final TableOptions options;
  private final long nowMillis;
  private final boolean wantsKeyColumn;
  private long bytesRead;
  private long cellsRead;

  RowReader(ReadSpec spec, Table table, long nowMillis) {
    this.spec = spec;
    this.options = table.options();
    this.nowMillis = nowMillis;
    this.wantsKeyColumn = spec.columns().stream().anyMatch(table.schema()::isKeyColumn);
  }

  /** Returns the bytes of all rows read so far, those included that a filter kept back. */
  long bytesRead() {
    return bytesRead;
  }

  /** Returns the bytes by which pages are cut: timestamps count there, too. */
  long pageBytes() {
    return bytesRead + cellsRead * Long.BYTES;
  }

  /** Returns what is wanted of a row, or null if nothing is. */
  Row read(PrimaryKey key, byte[] stored) {
    StoredRow row = LiveRow.of(StoredRow.decode(stored), options, nowMillis);
    if (row == null) {
      return null;
    }
    List<Cell> cells = project(row.cells());
    bytesRead += RowSize.of(key);
    for (Cell cell : cells) {
      bytesRead += RowSize.of(cell);
    }
    cellsRead += cells.size();
    if (cells.isEmpty() && restricted() && !wantsKeyColumn) {
      return null;
    }
    if (spec.filter() != null) {
      if (!RowFilter.passes(spec.filter(), key, cells)) {
        return null;
      }
      cells = RowFilter.select(spec.filter(), cells);
    }
    return Row.of(key, cells);
  }

  /** Tells whether only some columns are wanted. */
  private boolean restricted() {
    return !spec.columns().isEmpty();
  }

  private List<Cell> project(Cell[] cells) {
    int maxVersions = spec.maxVersions() == 0 ? Integer.MAX_VALUE : spec.maxVersions();
    List<Cell> kept = new ArrayList<>(cells.length);
    for (int from = 0; from < cells.length; ) {
      int to = StoredRow.endOfColumn(cells, from);
      if (isWanted(cells[from].name())) {
        int versions = 0;
        for (int i = from; i < to && versions < maxVersions; i++) {
          if (spec.timeRange() == null || spec.timeRange().contains(cells[i].timestamp())) {
            kept.add(cells[i]);
            versions++;
          }
        }
      }
      from = to;
    }
    return kept;
  }

  private boolean isWanted(String name) {
    return (spec.columns().isEmpty() || spec.columns().contains(name))
        && (spec.startColumn() == null || NameOrder.BY_BYTES.compare(name, spec.startColumn()) >= 0)
        && (spec.endColumn() == null || NameOrder.BY_BYTES.compare(name, spec.endColumn()) < 0);
  }
}
