package io.millrace.local.engine;

import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.WriteBatch;

/** A store whose process dies before one of its writes; what was written stays in the other. */
final class CrashingStore implements KeyValueStore {

  private final KeyValueStore store;
  private int writesLeft = Integer.MAX_VALUE;
  private long largestBatch;

  CrashingStore(KeyValueStore store) {
    this.store = store;
  }

  /** Lets so many writes through and no more. */
  void crashAfter(int writes) {
    writesLeft = writes;
    largestBatch = 0;
  }

  /** The bytes of the largest batch since then. */
  long largestBatch() {
    return largestBatch;
  }

  @Override
  public byte[] get(byte[] key) {
    return store.get(key);
  }

  @Override
  public Snapshot snapshot() {
    return store.snapshot();
  }

  @Override
  public void write(WriteBatch batch, Durability durability) {
    if (writesLeft-- <= 0) {
      throw new Crash();
    }
    largestBatch = Math.max(largestBatch, batch.bytes());
    store.write(batch, durability);
  }

  @Override
  public void requireRoom(long bytes) {
    store.requireRoom(bytes);
  }

  @Override
  public void close() {
    store.close();
  }

  static final class Crash extends RuntimeException {}
}
