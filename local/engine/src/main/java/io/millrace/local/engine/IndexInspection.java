package io.millrace.local.engine;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Looks whether a secondary index has the entries of the rows of its table, and no others. */
final class IndexInspection {

  private final Snapshot store;
  private final Inspection.Located main;
  private final Inspection.Located index;
  private final KeyCodec mainKeys;
  private final KeyCodec indexKeys;
  private final Consumer<Problem> problems;

  IndexInspection(
      Snapshot store,
      Inspection.Located main,
      Inspection.Located index,
      Consumer<Problem> problems) {
    this.store = store;
    this.main = main;
    this.index = index;
    this.mainKeys = new KeyCodec(main.definition().id(), main.definition().schema().key());
    this.indexKeys = new KeyCodec(index.definition().id(), index.definition().schema().key());
    this.problems = problems;
  }

  void run() {
    byte[] rows = KeySpace.rows(main.definition().id());
    try (Cursor cursor = store.ascending(rows, KeySpace.after(rows))) {
      while (cursor.next()) {
        row(cursor.key(), cursor.value());
      }
    }
    byte[] entries = KeySpace.rows(index.definition().id());
    try (Cursor cursor = store.ascending(entries, KeySpace.after(entries))) {
      while (cursor.next()) {
        entry(cursor.key());
      }
    }
  }

  private void row(byte[] key, byte[] value) {
    StoredRow row;
    byte[] entry;
    try {
      row = StoredRow.decode(value);
      entry = entryOf(mainKeys.decode(key), row);
    } catch (RuntimeException known) {
      return;
    }
    if (entry == null) {
      return;
    }
    Cell[] expected = IndexWriter.copied(index.definition().schema(), row.cells());
    byte[] stored = store.get(entry);
    // A row from before the index may have been left out on purpose.
    boolean old = row.touched() < index.definition().creationMicros() / 1000;
    if (stored == null ? !old : !Arrays.equals(cells(stored), expected)) {
      problems.accept(
          new Problem(
              "The entry of row %s of %s in %s is %s."
                  .formatted(
                      KeyText.of(mainKeys, key),
                      main,
                      index,
                      stored == null ? "missing" : "not that of the row"),
              "The entry was made anew.",
              batch ->
                  batch.put(
                      entry, new StoredRow(row.touched(), expected).encode(new ByteWriter(256)))));
    }
  }

  private void entry(byte[] entry) {
    try {
      PrimaryKey entryKey = indexKeys.decode(entry);
      PrimaryKey key = mainKey(entryKey);
      byte[] stored = store.get(mainKeys.encode(key));
      if (stored != null && Arrays.equals(entryOf(key, StoredRow.decode(stored)), entry)) {
        return;
      }
    } catch (RuntimeException unreadable) {
      // An entry that says nothing is that of no row.
    }
    problems.accept(
        new Problem(
            "An entry of %s is that of no row of %s.".formatted(index, main),
            "The entry was removed.",
            batch -> batch.delete(entry)));
  }

  private byte[] entryOf(PrimaryKey key, StoredRow row) {
    return IndexWriter.entryKey(index.definition().schema(), indexKeys, key, row.cells());
  }

  private PrimaryKey mainKey(PrimaryKey entryKey) {
    List<PrimaryKeyColumn> columns = entryKey.columns();
    return PrimaryKey.of(
        main.definition().schema().key().stream()
            .map(
                column ->
                    columns.stream()
                        .filter(each -> each.name().equals(column.name()))
                        .findFirst()
                        .orElseThrow())
            .toArray(PrimaryKeyColumn[]::new));
  }

  private static Cell[] cells(byte[] stored) {
    try {
      return StoredRow.decode(stored).cells();
    } catch (RuntimeException unreadable) {
      return null;
    }
  }
}
