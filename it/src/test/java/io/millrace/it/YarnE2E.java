package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The documented command itself, without a {@code --conf}, on YARN. */
class YarnE2E {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void theDocumentedCommandCountsEveryRealOrderOnce() throws Exception {
    Orders orders = Orders.real();
    Path yarn = Files.createDirectory(directory.resolve("yarn"));
    try (Launched cluster = miniYarn(yarn);
        Server server = Server.on(directory, directory.resolve("data"), 0);
        Tables tables = new Tables(server.endpoint())) {
      Path checkpoint = directory.resolve("checkpoint");
      Path script =
          new Example(server.endpoint(), tables.createExample(), checkpoint).write(directory);
      tables.put(orders.all());
      cluster.awaitOut("ready", Duration.ofMinutes(1));

      try (Launched spark = sparkSql(yarn.resolve("conf"), script)) {
        await()
            .atMost(Duration.ofMinutes(6))
            .pollInterval(Duration.ofMillis(500))
            .until(() -> spark.isAliveOrFail() && tables.sink().count() >= orders.all().size());
        tables.sink().assertEqualTo(orders.windows());
        // Afterwards Spark may complain of executors that end while it does.
        assertThat(spark.err()).doesNotContain(" ERROR ");

        spark.find("SparkSQLCLIDriver").destroy();
        assertThat(spark.awaitExit(Duration.ofMinutes(1))).isEqualTo(128 + 15);
        assertThat(spark.err()).doesNotContain("Exception in thread \"main\"");
      }
    }
  }

  private static Launched miniYarn(Path directory) {
    return Launched.start(
        directory,
        Map.of(),
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx700m",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            MiniYarn.class.getName(),
            directory.toString()));
  }

  private Launched sparkSql(Path configuration, Path script) {
    Path root = Launched.root();
    return Launched.start(
        directory,
        Map.of(
            "HADOOP_CONF_DIR",
            configuration.toString(),
            "TZ",
            "UTC",
            "SPARK_LOCAL_IP",
            "127.0.0.1"),
        List.of(
            root.resolve("spark/home-3.5/target/spark-home/bin/spark-sql").toString(),
            "--jars",
            root.resolve("spark/bundle-3.5/target/millrace-spark-3.5_2.12-0.1.0-SNAPSHOT.jar")
                .toString(),
            "--master",
            "yarn",
            "--num-executors",
            "2",
            "--executor-memory",
            "1g",
            "--executor-cores",
            "1",
            "-f",
            script.toString()));
  }
}
