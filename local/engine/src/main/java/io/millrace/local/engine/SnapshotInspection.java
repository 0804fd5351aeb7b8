package io.millrace.local.engine;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Snapshot;
import java.util.function.Consumer;

/** Looks whether snapshots of instances have all that was copied for them. */
final class SnapshotInspection {

  private final Snapshot store;
  private final Consumer<Problem> problems;

  SnapshotInspection(Snapshot store, Consumer<Problem> problems) {
    this.store = store;
    this.problems = problems;
  }

  void run() {
    byte[] all = KeySpace.allSnapshots();
    try (Cursor cursor = store.ascending(all, KeySpace.after(all))) {
      while (cursor.next()) {
        String instance = KeySpace.instanceOfTable(cursor.key());
        String name = KeySpace.nameOfTable(cursor.key());
        String wrong = wrong(instance, name, cursor.value());
        if (wrong != null) {
          byte[] key = cursor.key();
          problems.accept(
              new Problem(
                  "Snapshot '%s' of instance '%s' %s.".formatted(name, instance, wrong),
                  "The snapshot was removed.",
                  batch -> batch.delete(key)));
        }
      }
    }
  }

  /** Says what is wrong with a snapshot, or null. */
  private String wrong(String instance, String name, byte[] value) {
    Snapshots.Stored stored;
    try {
      stored = Snapshots.decode(name, value);
    } catch (RuntimeException e) {
      return "cannot be read (" + e + ")";
    }
    byte[] prefix = Snapshots.prefix(instance, name, stored.copy());
    long entries = 0;
    try (Cursor cursor = store.ascending(prefix, KeySpace.after(prefix))) {
      while (cursor.next()) {
        entries++;
      }
    }
    return entries == stored.info().entries()
        ? null
        : "has %d of its %d entries".formatted(entries, stored.info().entries());
  }
}
