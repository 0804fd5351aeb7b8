package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scripts under {@code spark-submit --deploy-mode cluster} on YARN. CONTRIBUTING.md has the
 * command.
 */
class YarnClusterModeByHand {
  private static final Duration LIMIT = Duration.ofMinutes(6);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void theScriptRunsInTheClusterAndItsEndIsThatOfTheCommand() throws Exception {
    Orders orders = Orders.real();
    try (YarnCluster cluster = YarnCluster.in(directory);
        Server server = Server.on(directory, directory.resolve("data"), 0);
        Tables tables = new Tables(server.endpoint())) {
      Path script =
          new Example(server.endpoint(), tables.createExample(), directory.resolve("checkpoint"))
              .with("outputMode='update'", "outputMode='update', triggerType='AvailableNow'")
              .write(directory);
      tables.put(orders.all());
      try (Launched drained = cluster.submit(script)) {
        assertThat(drained.awaitExit(LIMIT)).as(drained.err()).isZero();
      }
      tables.sink().assertEqualTo(orders.windows());

      Path mistaken =
          Files.writeString(directory.resolve("mistaken.sql"), "CREATE STREM s INSERT INTO t;");
      try (Launched failed = cluster.submit(mistaken)) {
        assertThat(failed.awaitExit(LIMIT)).isEqualTo(1);
        assertThat(failed.err()).contains("finished with failed status");
      }
    }
  }
}
