package io.millrace.local.engine;

import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.RocksStore;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class RocksEngineModelTest extends EngineModelContract {

  @TempDir private Path directory;

  @Override
  Engine reopen(Engine before, EngineOptions options) {
    if (before != null) {
      before.close();
    }
    return Engine.open(RocksStore.open(directory), options.withDurability(Durability.BUFFERED));
  }
}
