package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
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
    try (YarnCluster cluster = YarnCluster.in(directory);
        Server server = Server.on(directory, directory.resolve("data"), 0);
        Tables tables = new Tables(server.endpoint())) {
      Path checkpoint = directory.resolve("checkpoint");
      Path script =
          new Example(server.endpoint(), tables.createExample(), checkpoint).write(directory);
      tables.put(orders.all());

      try (Launched spark = cluster.sparkSql(script)) {
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
}
