package io.millrace.local.engine;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.protocol.model.PrimaryKey;
import java.util.ArrayList;
import java.util.List;

/** Divides tables into parts of about the same size, by the size of what is stored. */
final class SizeSplitter {

  private final KeyValueStore store;

  SizeSplitter(KeyValueStore store) {
    this.store = store;
  }

  /** Returns the first keys of all parts but the first. */
  List<PrimaryKey> of(Table table, long splitBytes, int maxPoints) {
    List<byte[]> points = new ArrayList<>();
    long size = splitBytes;
    long filled = 0;
    byte[] from = KeySpace.rows(table.definition().id());
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.ascending(from, KeySpace.after(from))) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        if (filled >= size) {
          if (points.size() == maxPoints) {
            // Parts of twice the size: every other point goes, and if the last one goes, its
            // part is the first half of the one under way.
            filled += points.size() % 2 == 1 ? size : 0;
            points = everySecond(points);
            size *= 2;
          }
          if (filled >= size) {
            points.add(key);
            filled = 0;
          }
        }
        filled += key.length - KeySpace.ROW_PREFIX_LENGTH + cursor.value().length;
      }
    }
    return points.stream().map(table.keys()::decode).toList();
  }

  private static List<byte[]> everySecond(List<byte[]> points) {
    List<byte[]> kept = new ArrayList<>();
    for (int i = 1; i < points.size(); i += 2) {
      kept.add(points.get(i));
    }
    return kept;
  }
}
