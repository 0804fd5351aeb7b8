package io.millrace.it;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(home(line).resolve("bin/spark-submit").toString());
    command.addAll(
        List.of(
            "--master",
            "local[2]",
            "--driver-java-options",
            "-XX:TieredStopAtLevel=1",
            "--class",
            "org.apache.spark.sql.connect.service.SparkConnectServer",
            "--jars",
            bundle(line) + "," + Launched.jars(PARTS.resolve("server-" + line), ",")));
    for (String conf :
        List.of(
            "spark.connect.grpc.binding.port=" + port,
            "spark.sql.catalogImplementation=in-memory",
            "spark.sql.session.timeZone=UTC",
            "spark.sql.shuffle.partitions=1",
            "spark.ui.enabled=false",
            "spark.driver.host=127.0.0.1")) {
      command.addAll(List.of("--conf", conf));
    }
    command.add("spark-internal");
    Launched launched =
        Launched.start(directory, Map.of("SPARK_LOCAL_IP", "127.0.0.1"), List.copyOf(command));
    return new SparkConnect(directory, port, launched);
  }

  private static Path home(String line) {
    return Launched.root().resolve("spark/home-" + line + "/target/spark-home");
  }

  private static Path bundle(String line) throws IOException {
    try (Stream<Path> files =
        Files.list(Launched.root().resolve("spark/bundle-" + line + "/target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("millrace-spark-.*\\.jar"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A client with a session of its own. It waits for the server to listen. */
  SqlPrompt client() throws IOException {
    // The home's libraries without Spark's engine, which a client has not.
    List<String> libraries;
    try (Stream<Path> files = Files.list(home("4").resolve("jars"))) {
      libraries =
          files
              .filter(
                  file ->
                      !file.getFileName()
                          .toString()
                          .matches("spark-(core|sql|catalyst|hive|pipelines)_.*"))
              .map(Path::toString)
              .toList();
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
                Launched.jars(PARTS.resolve("client"), File.pathSeparator)
                    + File.pathSeparator
                    + String.join(File.pathSeparator, libraries),
                Launched.root().resolve("it/src/test/connect/ConnectPrompt.java").toString(),
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
