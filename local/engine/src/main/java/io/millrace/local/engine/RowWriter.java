package io.millrace.local.engine;

import io.millrace.local.engine.filter.RowFilter;
import io.millrace.local.engine.row.Capacity;
import io.millrace.local.engine.row.Condition;
import io.millrace.local.engine.row.ReturnContent;
import io.millrace.local.engine.row.RowExistence;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.local.engine.row.WriteType;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries out writes to rows within a commit: condition, row, change log. A write either throws and
 * changes nothing or is done. Used by the committer's leader alone.
 */
final class RowWriter {

  private static final Cell[] NO_CELLS = {};

  private final RecordWriter records = new RecordWriter();

  WriteResult write(Commit commit, Table table, RowWrite write) {
    if (table.deleted()) {
      throw ServiceErrors.tableNotExist();
    }
    Row row = write.row();
    table.checkKey(row.primaryKey());
    PrimaryKey key = AutoIncrement.complete(commit, table, write);
    byte[] storeKey = table.keys().encode(key);
    StoredRow before = needsBefore(table, write) ? live(commit, table, storeKey) : null;
    AutoIncrement.checkExplicit(table, write, before);
    checkCondition(write.condition(), before);
    Cell[] changes =
        switch (write.type()) {
          case PUT -> put(commit, table, storeKey, row);
          case UPDATE -> update(commit, table, storeKey, row, before);
          case DELETE -> delete(commit, storeKey);
        };
    log(commit, table, write.type(), key, changes, before);
    return new WriteResult(
        answer(write.returnContent(), key, row, changes), capacity(write, key, before), null);
  }

  private static boolean needsBefore(Table table, RowWrite write) {
    return write.type() == WriteType.UPDATE
        || !write.condition().isTrivial()
        || table.schema().autoIncrementIndex() >= 0
        || (table.definition().stream() != null
            && !table.definition().stream().options().originColumns().isEmpty());
  }

  /** Returns the row as a read would see it now, or null. */
  private static StoredRow live(Commit commit, Table table, byte[] storeKey) {
    byte[] stored = commit.get(storeKey);
    return stored == null
        ? null
        : LiveRow.of(StoredRow.decode(stored), table.options(), commit.nowMillis());
  }

  private static void checkCondition(Condition condition, StoredRow before) {
    if (condition.isTrivial()) {
      return;
    }
    if ((condition.existence() == RowExistence.EXPECT_EXIST && before == null)
        || (condition.existence() == RowExistence.EXPECT_NOT_EXIST && before != null)
        || (condition.filter() != null
            && !RowFilter.passes(
                condition.filter(), before == null ? List.of() : List.of(before.cells())))) {
      throw ServiceErrors.conditionCheckFail();
    }
  }

  private static Cell[] put(Commit commit, Table table, byte[] storeKey, Row row) {
    TableOptions options = table.options();
    RowEditor editor = new RowEditor();
    for (int i = 0; i < row.size(); i++) {
      editor.put(stamped(row.cell(i), table, commit.nowMillis()));
    }
    Cell[] cells = editor.toCells(options.maxVersions(), Long.MIN_VALUE);
    store(commit, storeKey, cells);
    return cells;
  }

  private static Cell[] update(
      Commit commit, Table table, byte[] storeKey, Row row, StoredRow before) {
    TableOptions options = table.options();
    if (!options.allowUpdate()) {
      throw RowErrors.updateNotAllowed();
    }
    RowEditor editor = before == null ? new RowEditor() : new RowEditor(before.cells());
    Cell[] changes = new Cell[row.size()];
    boolean creates = false;
    for (int i = 0; i < changes.length; i++) {
      Cell cell = stamped(row.cell(i), table, commit.nowMillis());
      switch (cell.type()) {
        case PUT -> editor.put(cell);
        case INCREMENT ->
            cell =
                editor.increment(
                    cell.name(), ((IntegerValue) cell.value()).value(), commit.nowMillis());
        case DELETE_ONE_VERSION -> editor.deleteVersion(cell.name(), cell.timestamp());
        case DELETE_ALL_VERSION -> editor.deleteColumn(cell.name());
      }
      creates |= cell.type() == CellType.PUT;
      changes[i] = cell;
    }
    if (before != null || creates) {
      store(
          commit,
          storeKey,
          editor.toCells(options.maxVersions(), options.oldestAlive(commit.nowMillis())));
    }
    return changes;
  }

  private static Cell[] delete(Commit commit, byte[] storeKey) {
    commit.delete(storeKey);
    return NO_CELLS;
  }

  private static void store(Commit commit, byte[] storeKey, Cell[] cells) {
    commit.put(storeKey, new StoredRow(commit.nowMillis(), cells).encode(commit.scratch()));
  }

  /** Gives a put the server's time if it has none, and refuses one that is too far from it. */
  private static Cell stamped(Cell cell, Table table, long nowMillis) {
    if (table.schema().isKeyColumn(cell.name())) {
      throw RowErrors.attributeIsPrimaryKey(cell.name());
    }
    if (cell.type() != CellType.PUT) {
      return cell;
    }
    if (!cell.hasTimestamp()) {
      return new Cell(cell.name(), cell.value(), nowMillis, CellType.PUT);
    }
    TableOptions options = table.options();
    long deviation = options.deviationSeconds() * 1000;
    if (cell.timestamp() < Math.max(nowMillis - deviation, options.oldestAlive(nowMillis))
        || cell.timestamp() >= nowMillis + deviation) {
      throw RowErrors.timestampDeviation(cell.name());
    }
    return cell;
  }

  private void log(
      Commit commit,
      Table table,
      WriteType type,
      PrimaryKey key,
      Cell[] changes,
      StoredRow before) {
    ShardMap shards = table.shards();
    if (shards == null) {
      return;
    }
    List<String> originColumns = table.definition().stream().options().originColumns();
    Cell[] origin = originColumns.isEmpty() ? null : origin(originColumns, before);
    records.append(commit.segment(shards.owner(key.value(0))), type, key, changes, origin);
  }

  /** Returns the newest versions of the columns before the change. */
  private static Cell[] origin(List<String> columns, StoredRow before) {
    if (before == null) {
      return NO_CELLS;
    }
    List<Cell> kept = new ArrayList<>();
    Cell[] cells = before.cells();
    for (int i = 0; i < cells.length; i = StoredRow.endOfColumn(cells, i)) {
      if (columns.contains(cells[i].name())) {
        kept.add(cells[i]);
      }
    }
    return kept.toArray(Cell[]::new);
  }

  private static Row answer(ReturnContent wanted, PrimaryKey key, Row row, Cell[] changes) {
    return switch (wanted.type()) {
      case NONE -> null;
      case PRIMARY_KEY -> Row.of(key);
      case AFTER_MODIFY -> {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
          if (row.cell(i).type() == CellType.INCREMENT
              && wanted.columns().contains(row.cell(i).name())) {
            cells.add(changes[i]);
          }
        }
        yield Row.of(key, cells);
      }
    };
  }

  private static Capacity capacity(RowWrite write, PrimaryKey key, StoredRow before) {
    long size = RowSize.of(key);
    for (int i = 0; i < write.row().size(); i++) {
      size += RowSize.of(write.row().cell(i));
    }
    Capacity capacity = Capacity.ofWrite(size);
    if (write.condition().isTrivial()) {
      return capacity;
    }
    return capacity.plus(Capacity.ofRead(before == null ? 0 : RowSize.of(key, before.cells())));
  }
}
