package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Ten streams of one session, of which some fail, lose their tables or are started, stopped and
 * dropped by several hands at once. Each is told as it is, and those that nothing was done to go
 * on.
 */
class HostileStreamsIT {

  private static final Duration LIMIT = Duration.ofSeconds(120);

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(1).build();

  @RegisterExtension static final SqlSession session = new SqlSession();

  private OrderTables orders;

  @Test
  void tenAtOnce(LocalInstance instance, SyncClient client, TunnelClient tunnels) throws Exception {
    orders = new OrderTables(instance, client, tunnels);
    tables();
    // Nothing is done to these.
    create("files", "SELECT id, price FROM numbers");
    tablestore("changes", "Copies", "steady");
    create("slow", "SELECT slowly(id) AS id, price FROM numbers");
    // These have a fault, or get one.
    create("bad_at_once", "SELECT CAST(raise_error('bad row') AS BIGINT) AS id FROM numbers");
    create(
        "bad_later",
        "SELECT if(id = 99, CAST(raise_error('row 99') AS BIGINT), id) AS id FROM numbers");
    tablestore("no_sink", "Gone", "sinking");
    tablestore("no_tunnel", "Copies2", "failing");
    orders.put(0, 5);
    awaitStates(Map.of("bad_at_once", "FAILED"));
    awaitIds("files", 2);
    awaitIds("slow", 2);
    awaitIds("bad_later", 2);
    await().atMost(LIMIT).until(() -> session.rows("SELECT * FROM changes_sink").size() == 5);
    await().atMost(LIMIT).until(() -> session.rows("SELECT * FROM no_sink_sink").size() == 5);
    await().atMost(LIMIT).until(() -> session.rows("SELECT * FROM no_tunnel_sink").size() == 5);

    client.deleteTable(new DeleteTableRequest("Gone"));
    session.sql("DROP TUNNEL failing ON order_rows");
    number(99);
    orders.put(5, 5);
    session.sql("ALTER STREAM files SET OPTIONS(triggerIntervalMs=10)");
    two("twice", this::createTwice);
    two("startstop", this::startAndStop);
    two("startdrop", this::startAndDrop);

    awaitStates(
        new TreeMap<>(
            Map.of(
                "files", "RUNNING",
                "changes", "RUNNING",
                "slow", "RUNNING",
                "bad_at_once", "FAILED",
                "bad_later", "FAILED",
                "no_sink", "FAILED",
                "no_tunnel", "FAILED",
                "twice", "RUNNING")));
    awaitIds("files", 3);
    awaitIds("slow", 3);
    await().atMost(LIMIT).until(() -> session.rows("SELECT * FROM changes_sink").size() == 10);
    assertThat(error("bad_at_once")).isEqualTo("bad row.");
    assertThat(error("bad_later")).isEqualTo("row 99.");
    assertThat(error("no_sink")).contains("Gone").doesNotContain("\n");
    assertThat(error("no_tunnel")).contains("does not exist any more").doesNotContain("\n");
    assertThat(error("files")).isEqualTo("null");

    for (String name : List.of("bad_at_once", "bad_later", "no_sink", "no_tunnel")) {
      session.sql("DROP STREAM " + name);
    }
    for (String name : List.of("files", "changes", "slow", "twice")) {
      session.sql("STOP STREAM " + name);
    }
    assertThat(states())
        .doesNotContainKeys("bad_at_once", "bad_later", "no_sink", "no_tunnel")
        .containsEntry("files", "STOPPED")
        .containsEntry("changes", "STOPPED")
        .containsEntry("slow", "STOPPED")
        .containsEntry("twice", "STOPPED");
    assertThat(session.spark().streams().active())
        .extracting(query -> query.name())
        .isSubsetOf("startstop", "startdrop");
    create("bad_again", "SELECT CAST(raise_error('bad row') AS BIGINT) AS id FROM numbers");
    await().atMost(LIMIT).until(() -> !runs(session.spark(), "bad_again"));
    session.sql("DROP STREAM bad_again");
    assertThat(states()).doesNotContainKey("bad_again");
    assertThat(session.rows("SELECT 1")).containsExactly("[1]");
  }

  private void tables() throws IOException {
    session.jsonTable("numbers_files", "id BIGINT, price DOUBLE", line(1), line(2));
    session.sql("CREATE SCAN numbers ON numbers_files USING STREAM");
    UDF1<Long, Long> slowly =
        id -> {
          LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
          return id;
        };
    session.spark().udf().register("slowly", slowly, DataTypes.LongType);
    orders.createTable("OrderSource", "UserId", "OrderId");
    session.sql(orders.createSource("order_rows"));
  }

  private static String line(int id) {
    return "{\"id\": " + id + ", \"price\": " + id + ".5}";
  }

  /** Whole at once, as a source may look at any moment. */
  private static void number(int id) throws IOException {
    Path draft = Files.writeString(session.directory().resolve(id + ".json"), line(id));
    Files.move(draft, session.directory().resolve("numbers_files").resolve(id + ".json"));
  }

  /** A stream of files into files. */
  private void create(String name, String query) {
    session.sql("CREATE TABLE " + name + "_sink (id BIGINT, price DOUBLE) USING parquet");
    session.sql(statement(name, query));
  }

  private static String statement(String name, String query) {
    return "CREATE STREAM "
        + name
        + " OPTIONS(checkpointLocation='"
        + session.directory().resolve("cp").resolve(name)
        + "') INSERT INTO "
        + name
        + "_sink "
        + query;
  }

  /** A stream of the changes of one table into another. */
  private void tablestore(String name, String table, String tunnel) {
    orders.createTable(table, "UserId", "OrderId");
    session.sql(
        orders
            .createSource(name + "_sink")
            .replace("table.name='OrderSource'", "table.name='" + table + "'"));
    session.sql("CREATE TUNNEL " + tunnel + " ON order_rows OPTIONS(start='earliest')");
    session.sql(
        "CREATE SCAN "
            + tunnel
            + "_scan ON order_rows USING STREAM OPTIONS(tunnel.name='"
            + tunnel
            + "')");
    session.sql(statement(name, "SELECT * FROM " + tunnel + "_scan"));
  }

  /** What two hands do to a stream of that name, at the same moment. */
  private interface Hands {
    void run(String name, ExecutorService threads, CyclicBarrier together) throws Exception;
  }

  private void two(String name, Hands hands) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      session.sql("CREATE TABLE " + name + "_sink (id BIGINT, price DOUBLE) USING parquet");
      hands.run(name, threads, new CyclicBarrier(2));
    } finally {
      threads.shutdownNow();
    }
  }

  /** The error of a statement that runs when another one is ready too; null if it has none. */
  private static Future<Throwable> at(
      CyclicBarrier together, ExecutorService threads, SparkSession session, String sql) {
    Callable<Throwable> statement =
        () -> {
          together.await();
          return catchThrowable(() -> session.sql(sql));
        };
    return threads.submit(statement);
  }

  private void createTwice(String name, ExecutorService threads, CyclicBarrier together)
      throws Exception {
    SparkSession other = session.spark().newSession();
    other.conf().set(StreamRegistry.LOCATION, session.spark().conf().get(StreamRegistry.LOCATION));
    other.sql("USE " + session.spark().catalog().currentDatabase());
    other.sql("CREATE SCAN numbers ON numbers_files USING STREAM");
    String sql = statement(name, "SELECT id, price FROM numbers");
    Future<Throwable> mine = at(together, threads, session.spark(), sql);
    Future<Throwable> others = at(together, threads, other, sql);
    Throwable refused = mine.get() == null ? others.get() : mine.get();
    assertThat(mine.get() == null || others.get() == null).as("one of them starts").isTrue();
    assertThat(refused)
        .hasMessage(
            "A stream named twice is already running in another session: STOP STREAM ends it.");
    assertThat(runs(session.spark(), name)).isNotEqualTo(runs(other, name));
  }

  private void startAndStop(String name, ExecutorService threads, CyclicBarrier together)
      throws Exception {
    session.sql(statement(name, "SELECT id, price FROM numbers"));
    session.sql("STOP STREAM " + name);
    Future<Throwable> started = at(together, threads, session.spark(), "START STREAM " + name);
    Future<Throwable> stopped = at(together, threads, session.spark(), "STOP STREAM " + name);
    assertThat(started.get()).isNull();
    if (stopped.get() != null) {
      assertThat(stopped.get())
          .hasMessage("Stream startstop is not running: START STREAM starts it.");
    }
    assertThat(states()).containsEntry(name, stopped.get() == null ? "STOPPED" : "RUNNING");
    assertThat(runs(session.spark(), name)).isEqualTo(stopped.get() != null);
  }

  private void startAndDrop(String name, ExecutorService threads, CyclicBarrier together)
      throws Exception {
    session.sql(statement(name, "SELECT id, price FROM numbers"));
    session.sql("STOP STREAM " + name);
    Future<Throwable> started = at(together, threads, session.spark(), "START STREAM " + name);
    Future<Throwable> dropped = at(together, threads, session.spark(), "DROP STREAM " + name);
    if (started.get() == null) {
      assertThat(dropped.get())
          .hasMessage("Stream startdrop is running: STOP STREAM it before you drop it.");
      assertThat(states()).containsEntry(name, "RUNNING");
    } else {
      assertThat(started.get()).hasMessageStartingWith("There is no stream startdrop");
      assertThat(dropped.get()).isNull();
      assertThat(states()).doesNotContainKey(name);
    }
    assertThat(runs(session.spark(), name)).isEqualTo(started.get() == null);
  }

  /** Whether Spark itself runs a stream. */
  private static boolean runs(SparkSession session, String name) {
    return Arrays.stream(session.streams().active()).anyMatch(run -> name.equals(run.name()));
  }

  private static Map<String, String> states() {
    Map<String, String> states = new TreeMap<>();
    for (Row row : session.sql("SHOW STREAMS").collectAsList()) {
      states.put(row.getString(0), row.getString(1));
    }
    return states;
  }

  private static void awaitStates(Map<String, String> wanted) {
    await().atMost(LIMIT).untilAsserted(() -> assertThat(states()).containsAllEntriesOf(wanted));
  }

  private static void awaitIds(String name, int count) {
    await()
        .atMost(LIMIT)
        .until(() -> session.rows("SELECT DISTINCT id FROM " + name + "_sink").size() == count);
  }

  /** What {@code DESCRIBE STREAM EXTENDED} says of a stream's last error. */
  private static String error(String name) {
    return session.sql("DESCRIBE STREAM EXTENDED " + name).collectAsList().stream()
        .filter(row -> row.getString(0).equals("Last error"))
        .map(row -> String.valueOf(row.get(1)))
        .findFirst()
        .orElse("null");
  }
}
