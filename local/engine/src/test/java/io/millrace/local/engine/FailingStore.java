package io.millrace.local.engine;

import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.MemoryStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.StoreFullException;
import io.millrace.local.engine.store.WriteBatch;
import java.io.IOException;

/** A store whose medium is full as long as a test wants. */
final class FailingStore implements KeyValueStore {

  private final KeyValueStore store = new MemoryStore();
  private volatile boolean full;
  private volatile int refused;

  void setFull(boolean newFull) {
    full = newFull;
  }

  /** Returns how many writes were refused. */
  int refused() {
    return refused;
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
  public synchronized void write(WriteBatch batch, Durability durability) {
    if (full) {
      refused++;
      throw new StoreFullException("The test's disk is full.", new IOException("full"));
    }
    store.write(batch, durability);
  }

  @Override
  public void requireRoom(long bytes) {
    if (full) {
      throw new StoreFullException("The test's disk is full.", new IOException("full"));
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
