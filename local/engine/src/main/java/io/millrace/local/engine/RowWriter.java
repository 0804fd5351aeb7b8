package io.millrace.local.engine;

import io.millrace.local.engine.filter.Filter;
import io.millrace.local.engine.filter.RowFilter;
import io.millrace.local.engine.row.Capacity;
import io.millrace.local.engine.row.Condition;
import io.millrace.local.engine.row.ReturnContent;
import io.millrace.local.engine.row.RowExistence;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.local.engine.row.WriteType;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.error.SchemaErrors;
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
  private static final PrimaryKey NO_KEY = PrimaryKey.of();

  private final RecordWriter records = new RecordWriter();

  WriteResult write(Commit commit, Table table, RowWrite write) {
    if (table.deleted()) {
      throw ServiceErrors.tableNotExist();
    }
    if (table.isIndex()) {
      throw SchemaErrors.writeToIndex();
    }
    Row row = write.row();
    table.checkKey(row.primaryKey());
    PrimaryKey key = AutoIncrement.complete(commit, table, write);
    byte[] storeKey = table.keys().encode(key);
    StoredRow stored = needsBefore(table, write) ? stored(commit, storeKey) : null;
    StoredRow before =
        stored == null ? null : LiveRow.of(stored, table.options(), commit.nowMillis());
    AutoIncrement.checkExplicit(table, write, before);
    checkCondition(write.condition(), key, before);
    Cell[] changes = stamped(row, table, commit.nowMillis());
    Cell[] after = apply(commit, table, write, changes, before);
    if (after == null) {
      commit.delete(storeKey);
    } else {
      byte[] encoded = new StoredRow(commit.nowMillis(), after).encode(commit.scratch());
      if (encoded.length > Limits.ROW_SIZE) {
        throw RowErrors.rowTooLarge();
      }
      table.noteRow(encoded.length);
      commit.put(storeKey, encoded);
    }
    IndexWriter.follow(commit, table, key, stored == null ? null : stored.cells(), after);
    log(commit, table, write.type(), key, changes, before);
    return new WriteResult(
        answer(write.returnContent(), key, row, changes), capacity(write, key, before), null);
  }

  private static boolean needsBefore(Table table, RowWrite write) {
    return write.type() == WriteType.UPDATE
        || !write.condition().isTrivial()
        || table.schema().autoIncrementIndex() >= 0
        || !table.indexes().isEmpty()
        || (table.definition().stream() != null
            && !table.definition().stream().options().originColumns().isEmpty());
  }

  private static StoredRow stored(Commit commit, byte[] storeKey) {
    byte[] stored = commit.get(storeKey);
    return stored == null ? null : StoredRow.decode(stored);
  }

  private static void checkCondition(Condition condition, PrimaryKey key, StoredRow before) {
    if (condition.isTrivial()) {
      return;
    }
    if ((condition.existence() == RowExistence.EXPECT_EXIST && before == null)
        || (condition.existence() == RowExistence.EXPECT_NOT_EXIST && before != null)
        || (condition.filter() != null && !passes(condition.filter(), key, before))) {
      throw ServiceErrors.conditionCheckFail();
    }
  }

  private static boolean passes(Filter filter, PrimaryKey key, StoredRow before) {
    return before == null
        ? RowFilter.passes(filter, NO_KEY, List.of())
        : RowFilter.passes(filter, key, List.of(before.cells()));
  }

  /**
   * Returns the cells of the row after the change, or null if there is no row then. What is
   * incremented becomes, among the changes, the put that it comes to.
   */
  private static Cell[] apply(
      Commit commit, Table table, RowWrite write, Cell[] changes, StoredRow before) {
    WriteType type = write.type();
    if (type == WriteType.DELETE) {
      return null;
    }
    TableOptions options = table.options();
    if (type == WriteType.UPDATE && !options.allowUpdate()) {
      throw RowErrors.updateNotAllowed();
    }
    boolean kept = type == WriteType.UPDATE && before != null;
    RowEditor editor = kept ? new RowEditor(before.cells()) : new RowEditor();
    boolean exists = kept || type == WriteType.PUT;
    for (int i = 0; i < changes.length; i++) {
      Cell cell = changes[i];
      switch (cell.type()) {
        case PUT -> {
          if (!write.row().cell(i).hasTimestamp()) {
            changes[i] = editor.withFreeTimestamp(cell, options.maxVersions());
          }
          editor.put(changes[i]);
        }
        case INCREMENT -> {
          long by = ((IntegerValue) cell.value()).value();
          changes[i] = editor.increment(cell.name(), by, commit.nowMillis());
        }
        case DELETE_ONE_VERSION -> editor.deleteVersion(cell.name(), cell.timestamp());
        case DELETE_ALL_VERSION -> editor.deleteColumn(cell.name());
      }
      exists |= changes[i].type() == CellType.PUT;
    }
    return exists
        ? editor.toCells(options.maxVersions(), options.oldestAlive(commit.nowMillis()))
        : null;
  }

  /** Returns the cells of a write, puts with their timestamps. */
  private static Cell[] stamped(Row row, Table table, long nowMillis) {
    Cell[] cells = new Cell[row.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = stamped(row.cell(i), table, nowMillis);
    }
    return cells;
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
    if (shards == null || !commit.isLogged()) {
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
    boolean readsCells = write.condition().filter() != null && before != null;
    return capacity.plus(Capacity.ofRead(readsCells ? RowSize.of(key, before.cells()) : 0));
  }
}
