package io.millrace.local.engine;

import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.MemoryStore;
import io.millrace.local.engine.store.StoreFullException;
import io.millrace.local.engine.store.WriteBatch;
import java.io.IOException;

/** A store whose medium is full as long as a test wants. */
final class FailingStore extends ForwardingStore {

  private volatile boolean full;
  private volatile int refused;

  FailingStore() {
    super(new MemoryStore());
  }

  void setFull(boolean newFull) {
    full = newFull;
  }

  /** Returns how many writes were refused. */
  int refused() {
    return refused;
  }

  @Override
  public synchronized void write(WriteBatch batch, Durability durability) {
    if (full) {
      refused++;
    }
    requireRoom(batch.bytes());
    super.write(batch, durability);
  }

  @Override
  public void requireRoom(long bytes) {
    if (full) {
      throw new StoreFullException("The test's disk is full.", new IOException("full"));
    }
    super.requireRoom(bytes);
  }
}
