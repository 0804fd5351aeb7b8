package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same on the local disk, behind a mount table as clusters have it, and in a store. */
class RegistryFilesTest {

  private static final int WRITERS = 4;
  private static final int ROUNDS = 50;

  /** A file system that is no disk and no HDFS, as the registry sees it. */
  static final class Store extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("store:///");
    }

    @Override
    public String getScheme() {
      return "store";
    }
  }

  @TempDir Path directory;

  private RegistryFiles files(String scheme) throws Exception {
    return files(scheme, "registry");
  }

  private RegistryFiles files(String scheme, String below) throws Exception {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.store.impl", Store.class.getName());
    // Hadoop keeps a file system for each name.
    String cluster = "c" + directory.getFileName().toString().replaceAll("\\D", "");
    hadoop.set("fs.viewfs.mounttable." + cluster + ".link./data", directory.toUri().toString());
    return RegistryFiles.under(
        switch (scheme) {
          case "viewfs" -> "viewfs://" + cluster + "/data/" + below;
          case "store" -> "store://" + directory.resolve(below);
          default -> directory.resolve(below).toString();
        },
        hadoop);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "viewfs", "store"})
  void filesAreReadAsTheyWereWritten(String scheme) throws Exception {
    RegistryFiles files = files(scheme);
    assertThat(files.location()).startsWith(scheme + ":");
    assertThat(files.names("stream-")).isEmpty();
    assertThat(files.read("stream-a.json")).isEmpty();
    files.delete("stream-a.json");
    files.replace("stream-a.json", "one");
    files.replace("stream-a.json", "two");
    files.replace("status-a.json", "three");
    // What a writer that was killed leaves.
    Files.writeString(directory.resolve("registry/.draft-x"), "ha");
    assertThat(files.names("stream-")).containsExactly("stream-a.json");
    assertThat(files.read("stream-a.json")).contains("two");
    files.delete("stream-a.json");
    assertThat(files.read("stream-a.json")).isEmpty();
    assertThat(files.names("")).containsExactlyInAnyOrder("status-a.json", ".draft-x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "viewfs", "store"})
  void aFileThatIsThereIsNotCreated(String scheme) throws Exception {
    RegistryFiles files = files(scheme);
    assertThat(files.create("start-a.json", "one")).isTrue();
    assertThat(files.create("start-a.json", "two")).isFalse();
    assertThat(files.read("start-a.json")).contains("one");
    assertThat(files.names("")).doesNotHaveDuplicates().hasSize(1);
  }

  @Test
  void aFileBelowAFileIsNotTakenForOneThatIsThere() throws Exception {
    Files.writeString(directory.resolve("file"), "");
    RegistryFiles nowhere = files("file", "file");
    assertThatThrownBy(() -> nowhere.create("start-a.json", "one")).isInstanceOf(IOException.class);
  }

  /** Many replace one file at once: whoever reads it sees the whole of one of theirs. */
  @Test
  void aReaderSeesNothingHalf() throws Exception {
    RegistryFiles files = files("file");
    files.replace("stream-a.json", content(0));
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<Future<Boolean>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        Callable<Boolean> writing =
            () -> {
              for (int round = 0; round < ROUNDS; round++) {
                files.replace("stream-a.json", content(number));
              }
              return true;
            };
        writers.add(threads.submit(writing));
      }
      while (!writers.stream().allMatch(Future::isDone)) {
        assertWhole(files.read("stream-a.json"));
      }
      for (Future<Boolean> writer : writers) {
        assertThat(writer.get()).isTrue();
      }
      assertWhole(files.read("stream-a.json"));
      assertThat(files.names("")).containsExactly("stream-a.json");
    } finally {
      threads.shutdownNow();
    }
  }

  private static void assertWhole(Optional<String> read) {
    assertThat(read).isPresent();
    assertThat(read.get()).isEqualTo(content(Character.digit(read.get().charAt(0), 10)));
  }

  private static String content(int writer) {
    return Integer.toString(writer).repeat(10_000);
  }
}
