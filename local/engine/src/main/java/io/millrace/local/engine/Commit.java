package io.millrace.local.engine;

import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes on their way into the store, together and at one time. They see each other: a read finds
 * what was put before. Used by one thread at a time: by the committer's leader, or by a
 * transaction.
 */
final class Commit {

  private static final byte[] DELETED = {};

  private final KeyValueStore store;
  private final long nowMicros;
  private final Map<Key, byte[]> changes = new HashMap<>();
  private final List<Segment> segments = new ArrayList<>();
  private final List<Runnable> undo = new ArrayList<>();
  private final ByteWriter scratch;
  private final boolean logged;

  private Commit(KeyValueStore store, long nowMicros, ByteWriter scratch, boolean logged) {
    this.store = store;
    this.nowMicros = nowMicros;
    this.scratch = scratch;
    this.logged = logged;
  }

  /** Changes to be written. */
  static Commit logged(KeyValueStore store, long nowMicros, ByteWriter scratch) {
    return new Commit(store, nowMicros, scratch, true);
  }

  /** Changes to be seen by who made them, and never written: they leave no records. */
  static Commit rehearsal(KeyValueStore store, long nowMicros) {
    return new Commit(store, nowMicros, new ByteWriter(1024), false);
  }

  private record Key(byte[] bytes, int hash) {
    Key(byte[] bytes) {
      this(bytes, Arrays.hashCode(bytes));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && hash == that.hash && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  long nowMillis() {
    return Math.floorDiv(nowMicros, 1000);
  }

  long nowMicros() {
    return nowMicros;
  }

  /** Returns a writer for short use within one method. */
  ByteWriter scratch() {
    return scratch;
  }

  /** Tells whether changes of rows leave records in the change log. */
  boolean isLogged() {
    return logged;
  }

  /** Returns a snapshot of the store under the changes so far; it does not follow later ones. */
  Snapshot snapshot() {
    TreeMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
    changes.forEach((key, value) -> sorted.put(key.bytes(), value == DELETED ? null : value));
    return new OverlaidSnapshot(store.snapshot(), sorted);
  }

  /** Returns the value of a key as the changes so far leave it, or null. */
  byte[] get(byte[] key) {
    byte[] changed = changes.get(new Key(key));
    if (changed != null) {
      return changed == DELETED ? null : changed;
    }
    return store.get(key);
  }

  /** Sets a value, which is not empty. */
  void put(byte[] key, byte[] value) {
    change(new Key(key), value);
  }

  void delete(byte[] key) {
    change(new Key(key), DELETED);
  }

  /** Returns the segment that this commit adds to the shard, where a record can be put. */
  Segment segment(ShardLog shard) {
    Segment segment = shard.segment();
    if (segment == null) {
      segment = shard.startSegment(nowMicros);
      segments.add(segment);
    }
    Segment changed = segment;
    int mark = changed.mark();
    int records = changed.records();
    undo.add(() -> changed.reset(mark, records));
    return segment;
  }

  /** Makes what was done so far final: {@link #rollback} does not reach behind it. */
  void accept() {
    undo.clear();
  }

  /** Takes back everything since the last {@link #accept}. */
  void rollback() {
    for (int i = undo.size() - 1; i >= 0; i--) {
      undo.get(i).run();
    }
    undo.clear();
  }

  /** Tells whether there is nothing to write. */
  boolean isEmpty() {
    return changes.isEmpty() && segments.isEmpty();
  }

  /** Adds all changes to a batch. */
  void addTo(WriteBatch batch) {
    changes.forEach(
        (key, value) -> {
          if (value == DELETED) {
            batch.delete(key.bytes());
          } else {
            batch.put(key.bytes(), value);
          }
        });
    for (Segment segment : segments) {
      if (segment.records() > 0) {
        batch.put(segment.key(), segment.value());
      }
    }
  }

  /** Ends the commit: its changes are in the store, or never will be. */
  void end(boolean stored) {
    segments.forEach(segment -> segment.shard().endSegment(stored));
  }

  private void change(Key key, byte[] value) {
    byte[] before = changes.put(key, value);
    undo.add(
        () -> {
          if (before == null) {
            changes.remove(key);
          } else {
            changes.put(key, before);
          }
        });
  }
}
