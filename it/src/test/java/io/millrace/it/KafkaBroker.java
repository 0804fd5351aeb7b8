package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A broker of Kafka that is its own controller, in a process. */
final class KafkaBroker implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Launched launched;
  private final int port;

  private KafkaBroker(Launched launched, int port) {
    this.launched = launched;
    this.port = port;
  }

  /** Starts one with its data in a directory, and waits until it serves. */
  static KafkaBroker in(Path directory) throws IOException, InterruptedException {
    int port = SparkHome.freePort();
    int controller = SparkHome.freePort();
    Path properties =
        Files.write(
            directory.resolve("broker.properties"),
            List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controller,
                "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                "controller.listener.names=CONTROLLER",
                "log.dirs=" + directory.resolve("log"),
                "num.partitions=2",
                "offsets.topic.replication.factor=1"));
    try (Launched format =
        program(
            directory,
            "kafka.tools.StorageTool",
            "format",
            "-t",
            "AAAAAAAAAAAAAAAAAAAAAQ",
            "-c",
            properties.toString())) {
      assertThat(format.awaitExit(LIMIT)).as(format.out() + format.err()).isZero();
    }
    Launched broker = program(directory, "kafka.Kafka", properties.toString());
    broker.awaitOut("Kafka Server started", LIMIT);
    return new KafkaBroker(broker, port);
  }

  private static Launched program(Path directory, String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
    command.add("-Dorg.slf4j.simpleLogger.logFile=System.out");
    command.addAll(List.of("-cp", Launched.root().resolve("it/kafka/target/broker") + "/*", main));
    command.addAll(List.of(arguments));
    return Launched.start(directory, Map.of(), command);
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    launched.close();
  }
}
