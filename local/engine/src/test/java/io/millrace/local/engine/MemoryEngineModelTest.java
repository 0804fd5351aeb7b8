package io.millrace.local.engine;

import io.millrace.local.engine.store.MemoryStore;

final class MemoryEngineModelTest extends EngineModelContract {

  private final MemoryStore store = new MemoryStore();

  @Override
  Engine reopen(Engine before, EngineOptions options) {
    return Engine.open(store, options);
  }
}
