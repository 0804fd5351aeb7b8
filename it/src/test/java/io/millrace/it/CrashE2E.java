package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a batch: the sink is exactly the recomputation in the end. */
class CrashE2E {
  private static final int ORDERS = 120_000;
  private static final long SEED = 20_101_201;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void sparkIsKilledAndTheSameCommandGoesOn() throws Exception {
    Orders orders = Orders.made(directory.resolve("orders.csv"), ORDERS, SEED);
    Path kept = directory.resolve("kept");
    Checkpoint checkpoint = new Checkpoint(kept.resolve("checkpoint/job1"));
    long next = 0;
    for (int kill = 0; kill < 2; kill++) {
      try (Launched demo = demo(orders, kept)) {
        long batch = checkpoint.awaitBatch(next, Duration.ofMinutes(3));
        ProcessHandle spark = demo.find("SparkSQLCLIDriver");
        spark.destroyForcibly();
        spark.onExit().join();
        assertThat(checkpoint.isCommitted(batch)).as("batch %d was cut", batch).isFalse();
        next = batch + 1;

        assertThat(demo.awaitExit(Duration.ofMinutes(1))).isEqualTo(1);
        assertThat(demo.out()).isEmpty();
        assertThat(demo.err())
            .contains("Spark ended with exit code 137", "the same command goes on where it ended");
      }
    }

    try (Launched demo = demo(orders, kept)) {
      assertThat(demo.awaitExit(Duration.ofMinutes(4))).as(demo.err()).isZero();
      Windows.ofCsv(demo.out()).assertEqualTo(orders.windows());
    }
  }

  private Launched demo(Orders orders, Path kept) {
    return Launched.millrace(
        directory,
        "demo",
        "--orders",
        orders.file().toString(),
        "--until-drained",
        "--dir",
        kept.toString());
  }

  @Test
  void theServerIsKilledAndTheQueryRecoversByItself() throws Exception {
    Orders orders = Orders.made(directory.resolve("orders.csv"), ORDERS, SEED);
    Path data = directory.resolve("data");
    Checkpoint checkpoint = new Checkpoint(directory.resolve("checkpoint"));
    List<Orders.Order> all = orders.all();

    Server server = Server.on(directory, data, 0);
    Path script;
    try (Tables tables = new Tables(server.endpoint())) {
      String tunnel = tables.createExample();
      script = new Example(server.endpoint(), tunnel, checkpoint.directory()).write(directory);
      tables.put(all.subList(0, ORDERS / 2));
    }
    try (Launched spark = SparkSql.example("3.5", directory, script)) {
      long batch = checkpoint.awaitBatch(0, Duration.ofMinutes(3));
      server.kill();
      assertThat(checkpoint.isCommitted(batch)).as("batch %d was cut", batch).isFalse();

      try (Server restarted = Server.on(directory, data, server.port());
          Tables tables = new Tables(restarted.endpoint())) {
        tables.put(all.subList(ORDERS / 2, ORDERS));
        await()
            .atMost(Duration.ofMinutes(4))
            .pollInterval(Duration.ofMillis(500))
            .until(() -> spark.isAliveOrFail() && tables.sink().count() >= ORDERS);
        tables.sink().assertEqualTo(orders.windows());
      }
    } finally {
      server.close();
    }
  }
}
