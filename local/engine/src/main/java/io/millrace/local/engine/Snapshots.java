package io.millrace.local.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyRange;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Copies of all that an instance has in the store, kept beside it under other keys. */
final class Snapshots {
  private static final int BATCH_BYTES = 4 * 1024 * 1024;

  private final KeyValueStore store;
  private final Durability durability;

  Snapshots(KeyValueStore store, Durability durability) {
    this.store = store;
    this.durability = durability;
  }

  /** Copies ranges; the snapshot exists when the last entry is written. */
  SnapshotInfo save(String instance, String name, List<KeyRange> ranges, long nowMicros) {
    drop(instance, name);
    byte[] prefix = KeySpace.snapshotEntries(instance, name);
    WriteBatch batch = new WriteBatch();
    long entries = 0;
    long bytes = 0;
    long pending = 0;
    try (Snapshot snapshot = store.snapshot()) {
      for (KeyRange range : ranges) {
        try (Cursor cursor = snapshot.ascending(range.from(), range.to())) {
          while (cursor.next()) {
            byte[] key = Arrays.copyOf(prefix, prefix.length + cursor.key().length);
            System.arraycopy(cursor.key(), 0, key, prefix.length, cursor.key().length);
            batch.put(key, cursor.value());
            entries++;
            pending += cursor.key().length + cursor.value().length;
            if (pending >= BATCH_BYTES) {
              store.write(batch, durability);
              batch = new WriteBatch();
              bytes += pending;
              pending = 0;
            }
          }
        }
      }
    }
    SnapshotInfo info = new SnapshotInfo(name, nowMicros, entries, bytes + pending);
    batch.put(KeySpace.snapshot(instance, name), encode(info));
    store.write(batch, durability);
    return info;
  }

  /** The entries of a snapshot under their own keys. */
  void restore(String instance, String name, WriteBatch batch) {
    byte[] prefix = KeySpace.snapshotEntries(instance, name);
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.ascending(prefix, KeySpace.after(prefix))) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        batch.put(Arrays.copyOfRange(key, prefix.length, key.length), cursor.value());
      }
    }
  }

  Optional<SnapshotInfo> find(String instance, String name) {
    return Optional.ofNullable(store.get(KeySpace.snapshot(instance, name)))
        .map(value -> decode(name, value));
  }

  /** All snapshots of an instance by name. */
  List<SnapshotInfo> list(String instance) {
    byte[] prefix = KeySpace.snapshots(instance);
    List<SnapshotInfo> found = new ArrayList<>();
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.ascending(prefix, KeySpace.after(prefix))) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        String name = new String(key, prefix.length, key.length - prefix.length, UTF_8);
        found.add(decode(name, cursor.value()));
      }
    }
    return found;
  }

  void drop(String instance, String name) {
    byte[] prefix = KeySpace.snapshotEntries(instance, name);
    WriteBatch batch = new WriteBatch();
    batch.delete(KeySpace.snapshot(instance, name));
    batch.deleteRange(prefix, KeySpace.after(prefix));
    store.write(batch, durability);
  }

  private static byte[] encode(SnapshotInfo info) {
    ByteWriter out = new ByteWriter(32);
    out.writeVarint(info.createdMicros());
    out.writeVarint(info.entries());
    out.writeVarint(info.bytes());
    return out.toByteArray();
  }

  private static SnapshotInfo decode(String name, byte[] value) {
    ByteReader in = new ByteReader(value, 0);
    return new SnapshotInfo(name, in.readVarint(), in.readVarint(), in.readVarint());
  }
}
