package io.millrace.local.engine.store;

final class MemoryStoreTest extends KeyValueStoreContract {

  @Override
  KeyValueStore open() {
    return new MemoryStore();
  }
}
