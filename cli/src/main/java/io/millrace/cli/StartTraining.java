package io.millrace.cli;

import com.alicloud.openservices.tablestore.SyncClient;
import io.millrace.local.server.LocalTablestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Uses the program as people do, so that the Java VM can archive the classes it needs for a start
 * ({@code -XX:ArchiveClassesAtExit}). The launcher runs it after a build.
 */
final class StartTraining {
  private StartTraining() {}

  /** Starts both kinds of server and calls one. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createTempDirectory("millrace-training");
    try {
      Millrace.commandLine().parseArgs("server", "--port", "0", "--in-memory");
      LocalTablestore.start().close();
      try (LocalTablestore server =
          LocalTablestore.builder().dataDirectory(directory.resolve("data")).start()) {
        SyncClient client = new SyncClient(server.endpoint(), "local", "local", "millrace");
        client.listTable();
        client.shutdown();
      }
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
