package io.millrace.cli;

import io.millrace.local.engine.store.RocksStore;
import io.millrace.local.server.LocalTablestore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Uses the program as people do, so that the Java VM can archive the classes it needs for a start
 * ({@code -XX:ArchiveClassesAtExit}), and unpacks the native library of RocksDB, which each start
 * would unpack again. The build runs it.
 */
final class StartTraining {
  private StartTraining() {}

  /**
   * Starts both kinds of server and runs a command against one.
   *
   * @param arguments the directory for the native library
   */
  public static void main(String[] arguments) throws IOException {
    RocksStore.unpackLibrary(Path.of(arguments[0]));
    Path directory = Files.createTempDirectory("millrace-training");
    try {
      Millrace.commandLine().parseArgs("server", "--port", "0", "--in-memory");
      LocalTablestore.start().close();
      try (LocalTablestore server =
          LocalTablestore.builder().dataDirectory(directory.resolve("data")).start()) {
        run("admin", "--endpoint", server.endpoint(), "list");
      }
    } finally {
      delete(directory);
    }
  }

  private static void run(String... arguments) {
    CommandLine command = Millrace.commandLine();
    command.setOut(new PrintWriter(Writer.nullWriter()));
    int status = command.execute(arguments);
    if (status != CommandLine.ExitCode.OK) {
      throw new IllegalStateException(String.join(" ", arguments) + " ended with " + status);
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
