package io.millrace.local.engine;

import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps the entries of secondary indexes in step with the rows, in the same commit. */
final class IndexWriter {

  private IndexWriter() {}

  /**
   * Follows the change of a row.
   *
   * @param before the cells the row had in the store, or null
   * @param after the cells it has now, or null
   */
  static void follow(Commit commit, Table table, PrimaryKey key, Cell[] before, Cell[] after) {
    for (Table index : table.indexes()) {
      byte[] oldEntry = before == null ? null : entryKey(index, key, before);
      byte[] newEntry = after == null ? null : entryKey(index, key, after);
      if (oldEntry != null && !Arrays.equals(oldEntry, newEntry)) {
        commit.delete(oldEntry);
      }
      if (newEntry != null) {
        put(commit, index, newEntry, after);
      }
    }
  }

  /** Adds the entry of a row that was there before the index. */
  static void add(Commit commit, Table index, PrimaryKey key, Cell[] cells) {
    byte[] entry = entryKey(index, key, cells);
    if (entry != null) {
      put(commit, index, entry, cells);
    }
  }

  private static void put(Commit commit, Table index, byte[] entry, Cell[] cells) {
    StoredRow copy = new StoredRow(commit.nowMillis(), copied(index.schema(), cells));
    byte[] row = copy.encode(commit.scratch());
    index.noteRow(row.length);
    commit.put(entry, row);
  }

  /** Returns the cells of a row that its entry has. */
  static Cell[] copied(TableSchema index, Cell[] cells) {
    List<Cell> copied = new ArrayList<>();
    for (int i = 0; i < cells.length; i = StoredRow.endOfColumn(cells, i)) {
      String name = cells[i].name();
      if (index.definedColumns().stream().anyMatch(c -> c.name().equals(name))) {
        copied.add(cells[i]);
      }
    }
    return copied.toArray(Cell[]::new);
  }

  /** Returns the store's key of the entry, or null if the row has none. */
  private static byte[] entryKey(Table index, PrimaryKey key, Cell[] cells) {
    return entryKey(index.schema(), index.keys(), key, cells);
  }

  /** Returns the store's key of the entry, or null if the row has none. */
  static byte[] entryKey(TableSchema index, KeyCodec keys, PrimaryKey key, Cell[] cells) {
    List<KeyColumn> columns = index.key();
    PrimaryKeyColumn[] values = new PrimaryKeyColumn[columns.size()];
    for (int i = 0; i < values.length; i++) {
      KeyColumn column = columns.get(i);
      Value value = find(column.name(), key, cells);
      if (value == null || value.type() != column.type()) {
        return null;
      }
      if (value.size() > Limits.PRIMARY_KEY_VALUE_SIZE) {
        throw RowErrors.primaryKeyTooLong(column.name(), value.size());
      }
      values[i] = new PrimaryKeyColumn(column.name(), value);
    }
    return keys.encode(PrimaryKey.of(values));
  }

  private static Value find(String name, PrimaryKey key, Cell[] cells) {
    for (int i = 0; i < key.size(); i++) {
      if (key.name(i).equals(name)) {
        return key.value(i);
      }
    }
    for (Cell cell : cells) {
      if (cell.name().equals(name)) {
        return cell.value();
      }
    }
    return null;
  }
}
