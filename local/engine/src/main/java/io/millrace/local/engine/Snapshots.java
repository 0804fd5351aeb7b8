package io.millrace.local.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyRange;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.WriteBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Copies of all that an instance has in the store, kept beside it under other keys. A snapshot is
 * there when its copy is whole, and until then the one it replaces is.
 */
final class Snapshots {
  /** Stands between the name of a snapshot, which cannot have it, and the number of its copy. */
  private static final char NUMBER = '~';

  private final KeyValueStore store;
  private final Durability durability;

  Snapshots(KeyValueStore store, Durability durability) {
    this.store = store;
    this.durability = durability;
  }

  /**
   * A snapshot as it is stored.
   *
   * @param copy how many snapshots of the name it replaced, one after the other
   */
  record Stored(SnapshotInfo info, long copy) {}

  /** Copies ranges. */
  SnapshotInfo save(String instance, String name, List<KeyRange> ranges, long nowMicros) {
    Optional<Stored> before = stored(instance, name);
    long copy = before.map(stored -> stored.copy() + 1).orElse(0L);
    byte[] prefix = prefix(instance, name, copy);
    Batches batches = new Batches(store, durability);
    batches.pending().deleteRange(prefix, KeySpace.after(prefix));
    long entries = 0;
    long bytes = 0;
    try (Snapshot snapshot = store.snapshot()) {
      for (KeyRange range : ranges) {
        try (Cursor cursor = snapshot.ascending(range.from(), range.to())) {
          while (cursor.next()) {
            byte[] key = Arrays.copyOf(prefix, prefix.length + cursor.key().length);
            System.arraycopy(cursor.key(), 0, key, prefix.length, cursor.key().length);
            entries++;
            bytes += cursor.key().length + cursor.value().length;
            batches.put(key, cursor.value());
          }
        }
      }
    }
    SnapshotInfo info = new SnapshotInfo(name, nowMicros, entries, bytes);
    batches.pending().put(KeySpace.snapshot(instance, name), encode(new Stored(info, copy)));
    before.ifPresent(old -> remove(batches.pending(), prefix(instance, name, old.copy())));
    batches.flush();
    return info;
  }

  /** Puts the entries of a snapshot back under their own keys. */
  void restore(String instance, String name, Batches batches) {
    Stored stored = stored(instance, name).orElseThrow();
    byte[] prefix = prefix(instance, name, stored.copy());
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.ascending(prefix, KeySpace.after(prefix))) {
      while (cursor.next()) {
        byte[] key = cursor.key();
        batches.put(Arrays.copyOfRange(key, prefix.length, key.length), cursor.value());
      }
    }
  }

  Optional<SnapshotInfo> find(String instance, String name) {
    return stored(instance, name).map(Stored::info);
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
        found.add(decode(name, cursor.value()).info());
      }
    }
    return found;
  }

  void drop(String instance, String name) {
    WriteBatch batch = new WriteBatch();
    stored(instance, name)
        .ifPresent(
            stored -> {
              batch.delete(KeySpace.snapshot(instance, name));
              remove(batch, prefix(instance, name, stored.copy()));
            });
    store.write(batch, durability);
  }

  /** Removes copies that a crash kept from becoming snapshots. */
  void removeUnfinished() {
    byte[] all = KeySpace.allCopies();
    WriteBatch batch = new WriteBatch();
    try (Snapshot snapshot = store.snapshot()) {
      Set<ByteBuffer> whole = wholeCopies(snapshot);
      for (byte[] from = all; from != null; ) {
        try (Cursor cursor = snapshot.ascending(from, KeySpace.after(all))) {
          from = null;
          if (cursor.next()) {
            byte[] prefix = KeySpace.copyOf(cursor.key());
            if (!whole.contains(ByteBuffer.wrap(prefix))) {
              remove(batch, prefix);
            }
            from = KeySpace.after(prefix);
          }
        }
      }
    }
    if (!batch.isEmpty()) {
      store.write(batch, durability);
    }
  }

  private static Set<ByteBuffer> wholeCopies(Snapshot snapshot) {
    byte[] all = KeySpace.allSnapshots();
    Set<ByteBuffer> whole = new HashSet<>();
    try (Cursor cursor = snapshot.ascending(all, KeySpace.after(all))) {
      while (cursor.next()) {
        String instance = KeySpace.instanceOfTable(cursor.key());
        String name = KeySpace.nameOfTable(cursor.key());
        whole.add(ByteBuffer.wrap(prefix(instance, name, decode(name, cursor.value()).copy())));
      }
    }
    return whole;
  }

  private Optional<Stored> stored(String instance, String name) {
    return Optional.ofNullable(store.get(KeySpace.snapshot(instance, name)))
        .map(value -> decode(name, value));
  }

  /** What the entries of a copy begin with. */
  static byte[] prefix(String instance, String name, long copy) {
    return KeySpace.copy(instance, copy == 0 ? name : name + NUMBER + copy);
  }

  private static void remove(WriteBatch batch, byte[] prefix) {
    batch.deleteRange(prefix, KeySpace.after(prefix));
  }

  private static byte[] encode(Stored stored) {
    ByteWriter out = new ByteWriter(32);
    out.writeVarint(stored.info().createdMicros());
    out.writeVarint(stored.info().entries());
    out.writeVarint(stored.info().bytes());
    out.writeVarint(stored.copy());
    return out.toByteArray();
  }

  static Stored decode(String name, byte[] value) {
    ByteReader in = new ByteReader(value, 0);
    SnapshotInfo info = new SnapshotInfo(name, in.readVarint(), in.readVarint(), in.readVarint());
    return new Stored(info, in.hasMore() ? in.readVarint() : 0);
  }
}
