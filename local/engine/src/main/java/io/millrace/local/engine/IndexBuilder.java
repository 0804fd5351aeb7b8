package io.millrace.local.engine;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives an index entries for the rows that were there before it. Writers go on meanwhile, and
 * follow their changes in the index themselves.
 */
final class IndexBuilder {

  private static final int ROWS_PER_COMMIT = 500;

  private final KeyValueStore store;
  private final Committer committer;

  IndexBuilder(KeyValueStore store, Committer committer) {
    this.store = store;
    this.committer = committer;
  }

  void build(Table table, Table index) {
    byte[] rows = KeySpace.rows(table.definition().id());
    byte[] end = KeySpace.after(rows);
    byte[] from = rows;
    while (from != null) {
      List<byte[]> keys = new ArrayList<>();
      byte[] next = null;
      try (Snapshot snapshot = store.snapshot();
          Cursor cursor = snapshot.ascending(from, end)) {
        while (cursor.next()) {
          if (keys.size() == ROWS_PER_COMMIT) {
            next = cursor.key();
            break;
          }
          keys.add(cursor.key());
        }
      }
      committer.run(commit -> keys.forEach(key -> add(commit, table, index, key)));
      from = next;
    }
  }

  /** Looks at the row as it is now: it may have changed or gone since its key was read. */
  private static void add(Commit commit, Table table, Table index, byte[] storeKey) {
    byte[] stored = commit.get(storeKey);
    if (stored != null) {
      StoredRow row = StoredRow.decode(stored);
      IndexWriter.add(commit, index, table.keys().decode(storeKey), row.cells());
    }
  }
}
