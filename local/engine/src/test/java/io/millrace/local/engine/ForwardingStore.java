package io.millrace.local.engine;

import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.WriteBatch;

/** A store that is another one, but for what a test makes of it. */
abstract class ForwardingStore implements KeyValueStore {

  private final KeyValueStore store;

  ForwardingStore(KeyValueStore store) {
    this.store = store;
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
}
