package io.millrace.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Spark's own Connect server of a line with our bundle, and clients, which are Spark's too and know
 * nothing of us.
 */
final class SparkConnect implements AutoCloseable {
  private static final Path PARTS = Launched.root().resolve("it/target/connect");

  private final Path directory;
  private final int port;
  private final Launched launched;

  private SparkConnect(Path directory, int port, Launched launched) {
    this.directory = directory;
    this.port = port;
    this.launched = launched;
  }

  /**
   * Starts a server and waits until it listens.
   *
   * @param line 3.5 or 4
   */
  static SparkConnect of(String line, Path directory) throws IOException {
    int port = SparkHome.freePort();
    Launched launched =
        new SparkHome(line)
            .server(
                directory,
                "org.apache.spark.sql.connect.service.SparkConnectServer",
                Launched.jars(PARTS.resolve("server-" + line)),
                List.of(
                    "spark.connect.grpc.binding.port=" + port,
                    "spark.sql.catalogImplementation=in-memory"));
    return new SparkConnect(directory, port, launched);
  }

  /** A client with a session of its own. It waits for the server to listen. */
  SqlPrompt client() throws IOException {
    // The home's libraries without Spark's engine, which a client has not.
    List<String> libraries = new ArrayList<>(Launched.jars(PARTS.resolve("client")));
    try (Stream<Path> files = Files.list(new SparkHome("4").jars())) {
      files
          .filter(
              file ->
                  !file.getFileName()
                      .toString()
                      .matches("spark-(core|sql|catalyst|hive|pipelines)_.*"))
          .map(Path::toString)
          .forEach(libraries::add);
    }
    return SqlPrompt.of(
        Launched.start(
            directory,
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                String.join(File.pathSeparator, libraries),
                Launched.root().resolve("it/src/test/prompt/Prompt.java").toString(),
                "sc://127.0.0.1:" + port)));
  }

  /** SIGTERM; returns the exit code. */
  int terminate() throws InterruptedException {
    launched.process().destroy();
    return launched.awaitExit(Duration.ofMinutes(1));
  }

  @Override
  public void close() {
    launched.close();
  }
}
