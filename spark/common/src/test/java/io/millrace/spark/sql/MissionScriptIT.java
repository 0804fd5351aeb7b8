package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import io.millrace.spark.files.LocalCheckpointFs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The documented example, verbatim but for its places, against a local server. */
class MissionScriptIT {

  private static final Duration LIMIT = Duration.ofSeconds(120);

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(4).build();

  @RegisterExtension static final SqlSession session = new SqlSession();

  @TempDir Path directory;
  private OrderTables orders;
  private Map<String, String> places;

  @BeforeEach
  void tables(LocalInstance instance, SyncClient client, TunnelClient tunnels) {
    session.sql("SET TIME ZONE 'UTC'");
    session.sql("DROP VIEW IF EXISTS order_source_stream_view");
    orders = new OrderTables(instance, client, tunnels);
    orders.create();
    places =
        Map.of(
            "endpoint", instance.endpoint(),
            "instance", instance.name(),
            "key", instance.accessKeyId(),
            "secret", instance.accessKeySecret(),
            "tunnel", orders.createTunnel("OrderSource"),
            "checkpoint", directory.resolve("cp").toString());
  }

  @Test
  void countsEveryOrderOnce() throws Exception {
    orders.put(0, 500);
    runScript();
    StreamingQuery job = session.spark().streams().active()[0];
    assertThat(job.name()).isEqualTo("job1");
    job.processAllAvailable();
    assertThat(sink()).isEqualTo(windows(500));
    orders.put(500, 700);
    job.processAllAvailable();
    assertThat(sink()).isEqualTo(windows(1200));
    job.stop();
    orders.put(1200, 100);
    session.sql("DROP VIEW order_source_stream_view");
    runScript();
    session.spark().streams().active()[0].processAllAvailable();
    assertThat(sink()).isEqualTo(windows(1300));
  }

  @Test
  void theStateHasAPartForEachCoreOfOneProcess() throws Exception {
    orders.put(0, 10);
    runScript();
    session.spark().streams().active()[0].processAllAvailable();
    assertThat(directory.resolve("cp/state/0").toFile().list((in, name) -> name.matches("\\d+")))
        .hasSize(2);
    assertThat(session.spark().conf().get("spark.sql.shuffle.partitions")).isEqualTo("200");
  }

  @Test
  void noProcessIsStartedForABatch() throws Exception {
    orders.put(0, 10);
    List<String> commands;
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      runScript();
      session.spark().streams().active()[0].processAllAvailable();
      recording.stop();
      Path file = directory.resolve("processes.jfr");
      recording.dump(file);
      commands =
          RecordingFile.readAllEvents(file).stream()
              .map(event -> event.getString("command"))
              .filter(command -> command.matches(".*/cp/.*(offsets|commits|state|sources).*"))
              .toList();
    }
    assertThat(directory.resolve("cp/commits/0")).exists();
    assertThat(commands).isEmpty();
    assertThat(session.spark().conf().contains(LocalCheckpointFs.SETTING)).isFalse();
  }

  @Test
  void tunnelsAreMadeShownAndDroppedInSql(LocalInstance instance, SyncClient client) {
    session.sql("DROP TABLE IF EXISTS tunnelled");
    session.sql(orders.createSource("tunnelled"));
    session.sql("CREATE TUNNEL `of-sql` ON tunnelled OPTIONS(start='earliest')");
    session.sql("CREATE TUNNEL IF NOT EXISTS `of-sql` ON tunnelled");
    refused(
        "CREATE TUNNEL `of-sql` ON tunnelled",
        "Table tunnelled already has a tunnel of-sql: choose another name, or add IF NOT EXISTS.");
    assertThat(session.rows("SHOW TUNNELS ON tunnelled"))
        .hasSize(2)
        .anyMatch(row -> row.matches("\\[of-sql,.*,Stream,ProcessStream,false,20.*Z]"));
    refused(
        "DESCRIBE TUNNEL of_sql ON tunnelled",
        "There is no tunnel of_sql on table OrderSource: did you mean of-sql?");
    refused(
        "CREATE TUNNEL x ON tunnelled OPTIONS(typ='Stream')",
        "Option typ is not known: did you mean type?");
    refused(
        "CREATE TUNNEL x ON tunnelled OPTIONS(start='2001-01-01T00:00:00Z')",
        "Tunnel x of table OrderSource cannot begin at 2001-01-01T00:00:00Z: give a time of the last 7 days that is not in the future, earliest or latest.");
    refused(
        "CREATE TUNNEL x ON tunnelled OPTIONS(type='Straem')",
        "type='Straem' is not one of BaseData, Stream, BaseAndStream: did you mean 'Stream'?");
    refused(
        "CREATE TUNNEL x ON tunnelled OPTIONS(start='then')",
        "start='then' is not latest, earliest, a time such as 2026-01-31T12:00:00Z or milliseconds.");
    refused(
        "SHOW TUNNELS ON order_source_stream_view", "There is no table order_source_stream_view");

    orders.put(0, 300);
    session.sql(
        "CREATE SCAN order_source_stream_view ON tunnelled USING STREAM OPTIONS(tunnel.id='"
            + session
                .sql("SHOW TUNNELS ON tunnelled")
                .where("tunnel = 'of-sql'")
                .head()
                .getString(1)
            + "')");
    assertThat(session.rows("SELECT OrderId FROM order_source_stream_view LIMIT 7")).hasSize(7);
    List<String> before = session.rows("DESCRIBE TUNNEL `of-sql` ON tunnelled");
    assertThat(before).contains("[Name,of-sql]", "[Table,OrderSource]");
    assertThat(session.rows("SELECT count(*) FROM order_source_stream_view LIMIT 1"))
        .containsExactly("[300]");
    assertThat(session.rows("DESCRIBE TUNNEL `of-sql` ON tunnelled")).isEqualTo(before);
    session.sql("DROP TUNNEL `of-sql` ON tunnelled");
    session.sql("DROP TUNNEL IF EXISTS `of-sql` ON tunnelled");
    refused("DROP TUNNEL `of-sql` ON tunnelled", "There is no tunnel of-sql on table OrderSource");
    session.jsonTable("files", "id INT");
    refused(
        "SHOW TUNNELS ON files",
        "files is no table of the data source tablestore: only those have tunnels.");
  }

  /** Every example of the page, as it stands there but for its places. */
  @Test
  void theExamplesOfThePageRun(LocalInstance instance) throws IOException {
    session.sql("DROP TABLE IF EXISTS order_source");
    session.sql("DROP TABLE IF EXISTS order_stream_sink");
    orders.put(0, 120);
    int shown = 0;
    assertThat(StatementPage.fences()).containsExactlyInAnyOrder("```", "```sql");
    for (String statement : StatementPage.statements()) {
      String sql =
          filled(statement, instance).replace("/data/cp", directory.resolve("page").toString());
      List<String> rows = session.rows(sql);
      shown += rows.size();
      if (sql.startsWith("SELECT")) {
        assertThat(rows).hasSize(10);
      }
      if (sql.startsWith("CREATE STREAM job1")) {
        // The later ones read the same tunnel, and must not depend on how far this one is.
        session.spark().streams().active()[0].processAllAvailable();
      }
      if (sql.startsWith("SHOW STREAMS")) {
        assertThat(rows).hasSize(3).allMatch(row -> row.contains(",RUNNING,"));
        for (StreamingQuery query : session.spark().streams().active()) {
          query.processAllAvailable();
        }
        await()
            .atMost(LIMIT)
            .untilAsserted(
                () ->
                    assertThat(session.rows("SHOW STREAMS LIKE 'merging'"))
                        .singleElement()
                        .asString()
                        .contains(",FINISHED,"));
        assertThat(session.rows("SELECT * FROM order_stream_sink")).hasSize(120 / 30 + 120);
      }
    }
    assertThat(shown).isGreaterThan(50);
    assertThat(session.rows("SHOW STREAMS")).noneMatch(row -> row.contains("job1"));
    session.sql("SET streaming.query.name=");
  }

  /** Where a shell has put the tunnel in its place. */
  @Test
  void theScriptOfTheReadmeRuns(LocalInstance instance) throws Exception {
    String script =
        filled(StatementPage.readme(), instance)
            .replace("$tunnel", places.get("tunnel"))
            .replace("/tmp/millrace-checkpoint/job1", places.get("checkpoint"));
    orders.put(0, 90);
    ScriptStatements.split(script).forEach(statement -> session.sql(statement.text()));
    session.spark().streams().active()[0].processAllAvailable();
    assertThat(sink()).isEqualTo(windows(90));
  }

  /** An example of a page with the places of an instance, in quotes of either kind. */
  private static String filled(String sql, LocalInstance instance) {
    return sql.replace("http://127.0.0.1:8087", instance.endpoint())
        .replaceAll("(instance\\.name ?= ?['\"])millrace", "$1" + instance.name())
        .replaceAll("(access\\.key\\.id ?= ?['\"])local", "$1" + instance.accessKeyId())
        .replaceAll("(access\\.key\\.secret ?= ?['\"])local", "$1" + instance.accessKeySecret());
  }

  private static void refused(String sql, String sentence) {
    assertThatThrownBy(() -> session.rows(sql)).hasMessageContaining(sentence).hasNoCause();
  }

  private void runScript() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("stream-computing.sql")) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      ScriptArguments arguments = new ScriptArguments(List.of(), List.of(script), places);
      ScriptStatements.split(script)
          .forEach(statement -> session.sql(arguments.substituted(statement.text())));
    }
  }

  private static List<String> sink() {
    return session.rows("SELECT begin, end, count, totalPrice FROM order_stream_sink");
  }

  /**
   * The windows of the first orders, computed without Spark. Orders are a second apart from
   * 07:14:00 on.
   */
  private static List<String> windows(int count) {
    List<String> windows = new ArrayList<>();
    for (int from = 0; from < count; from += 30) {
      int rows = Math.min(30, count - from);
      double total = 0;
      for (int at = from; at < from + rows; at++) {
        total += at % 100 / 2.0;
      }
      windows.add("[" + time(from) + "," + time(from + 30) + "," + rows + "," + total + "]");
    }
    return windows;
  }

  private static String time(int second) {
    return java.time.LocalDateTime.ofEpochSecond(
            1_574_838_840L + second, 0, java.time.ZoneOffset.UTC)
        .format(java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss"));
  }
}
