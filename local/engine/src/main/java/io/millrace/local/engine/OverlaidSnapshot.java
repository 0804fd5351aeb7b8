package io.millrace.local.engine;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Snapshot;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;

/**
 * A snapshot with some keys changed.
 *
 * @param changes the values of changed keys, null for those removed
 */
record OverlaidSnapshot(Snapshot base, NavigableMap<byte[], byte[]> changes) implements Snapshot {

  @Override
  public byte[] get(byte[] key) {
    return changes.containsKey(key) ? changes.get(key) : base.get(key);
  }

  @Override
  public Cursor ascending(byte[] from, byte[] to) {
    return new MergedCursor(base.ascending(from, to), changes.subMap(from, true, to, false), 1);
  }

  @Override
  public Cursor descending(byte[] from, byte[] to) {
    return new MergedCursor(
        base.descending(from, to), changes.subMap(from, true, to, false).descendingMap(), -1);
  }

  @Override
  public void close() {
    base.close();
  }

  /** Walks both in one order; a changed key hides that of the base. */
  private static final class MergedCursor implements Cursor {
    private final Cursor base;
    private final Iterator<Map.Entry<byte[], byte[]>> changes;
    private final int direction;
    private boolean baseIsAhead;
    private Map.Entry<byte[], byte[]> change;
    private byte[] key;
    private byte[] value;

    MergedCursor(Cursor base, Map<byte[], byte[]> changes, int direction) {
      this.base = base;
      this.changes = changes.entrySet().iterator();
      this.direction = direction;
      this.baseIsAhead = base.next();
      this.change = nextChange();
    }

    @Override
    public boolean next() {
      while (baseIsAhead || change != null) {
        int order = order();
        if (order < 0) {
          key = base.key();
          value = base.value();
          baseIsAhead = base.next();
          return true;
        }
        if (order == 0) {
          baseIsAhead = base.next();
        }
        key = change.getKey();
        value = change.getValue();
        change = nextChange();
        if (value != null) {
          return true;
        }
      }
      return false;
    }

    /** Returns which comes first: the base's entry if negative, the change if positive. */
    private int order() {
      if (!baseIsAhead) {
        return 1;
      }
      return change == null ? -1 : direction * Arrays.compareUnsigned(base.key(), change.getKey());
    }

    private Map.Entry<byte[], byte[]> nextChange() {
      return changes.hasNext() ? changes.next() : null;
    }

    @Override
    public byte[] key() {
      return key;
    }

    @Override
    public byte[] value() {
      return value;
    }

    @Override
    public void close() {
      base.close();
    }
  }
}
