package io.millrace.local.engine;

import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.WriteBatch;

/** Writes any number of changes in batches of bounded size, one after the other. */
final class Batches {
  private static final int BATCH_BYTES = 4 << 20;

  private final KeyValueStore store;
  private final Durability durability;
  private WriteBatch batch = new WriteBatch();
  private long bytes;

  Batches(KeyValueStore store, Durability durability) {
    this.store = store;
    this.durability = durability;
  }

  void put(byte[] key, byte[] value) {
    batch.put(key, value);
    bytes += key.length + value.length;
    if (bytes >= BATCH_BYTES) {
      flush();
    }
  }

  /** The changes that are not written yet, for more to be written with them. */
  WriteBatch pending() {
    return batch;
  }

  void flush() {
    if (!batch.isEmpty()) {
      store.write(batch, durability);
    }
    batch = new WriteBatch();
    bytes = 0;
  }
}
