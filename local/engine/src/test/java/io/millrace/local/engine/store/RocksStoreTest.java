package io.millrace.local.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RocksStoreTest extends KeyValueStoreContract {

  @TempDir private Path directory;

  @Override
  KeyValueStore open() {
    return RocksStore.open(directory.resolve("contract"));
  }

  @Test
  void entriesOutliveTheStore() {
    Path data = directory.resolve("data");
    WriteBatch batch = new WriteBatch();
    batch.put(bytes("k"), bytes("v"));
    try (KeyValueStore store = RocksStore.open(data)) {
      store.write(batch, Durability.BUFFERED);
    }
    try (KeyValueStore store = RocksStore.open(data)) {
      assertThat(store.get(bytes("k"))).isEqualTo(bytes("v"));
    }
    assertThat(data.resolve("FORMAT")).hasContent("millrace-store 1");
  }

  @Test
  void directoryInUseIsRefused() {
    Path data = directory.resolve("data");
    try (KeyValueStore store = RocksStore.open(data)) {
      assertThatThrownBy(() -> RocksStore.open(data))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("'" + data + "' is in use");
      assertThat(store.get(bytes("k"))).isNull();
    }
  }

  @Test
  void newerFormatIsRefused() throws IOException {
    Files.writeString(directory.resolve("FORMAT"), "millrace-store 2\n");
    assertThatThrownBy(() -> RocksStore.open(directory))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("has format 2, newer than the 1");
  }

  @Test
  void damagedMarkerIsRefused() throws IOException {
    Files.writeString(directory.resolve("FORMAT"), "mill");
    assertThatThrownBy(() -> RocksStore.open(directory))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(directory.resolve("FORMAT").toString())
        .hasMessageContaining("damaged");
  }

  @Test
  void foreignDirectoryIsRefusedAndLeftAlone() throws IOException {
    Files.writeString(directory.resolve("thesis.txt"), "do not touch");
    assertThatThrownBy(() -> RocksStore.open(directory))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is not empty");
    assertThat(directory).isDirectoryNotContaining("glob:**LOCK*");
  }

  @Test
  void fileInPlaceOfTheDirectoryIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    assertThatThrownBy(() -> RocksStore.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
  }
}
