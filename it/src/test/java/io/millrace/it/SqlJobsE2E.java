package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A working day with ten streams, and the morning after, without leaving the genuine spark-sql. */
class SqlJobsE2E {
  private static final int STREAMS = 10;
  private static final int ORDERS = 300;
  private static final String COLUMNS =
      "{\"columns\": {\"UserId\": {\"type\": \"string\"}, \"OrderId\": {\"type\": \"string\"},"
          + " \"price\": {\"type\": \"double\"}, \"timestamp\": {\"type\": \"long\"}}}";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void tenStreamsAreOperatedInSql() throws Exception {
    try (Server server = Server.on(directory, directory.resolve("data"), 0);
        Tables tables = new Tables(server.endpoint())) {
      tables.create(Tables.SOURCE, "UserId", "OrderId");
      for (int at = 0; at < STREAMS; at++) {
        tables.create("Sink" + at, "UserId", "OrderId");
      }
      tables.put(Orders.real().all().subList(0, ORDERS));
      try (SqlPrompt day = SqlPrompt.sparkSql(directory)) {
        begin(day, server.endpoint());
        operate(day, tables);
        assertThat(day.quit()).isZero();
      }
      try (SqlPrompt morning = SqlPrompt.sparkSql(directory)) {
        resume(morning, tables);
        ProcessHandle spark = morning.launched().find("SparkSQLCLIDriver");
        spark.destroy();
        assertThat(morning.launched().awaitExit(Duration.ofMinutes(1))).isEqualTo(143);
      }
    }
  }

  private void begin(SqlPrompt sql, String endpoint) {
    sql.ask(table("orders", Tables.SOURCE, endpoint));
    for (int at = 0; at < STREAMS; at++) {
      sql.ask(
          table("sink" + at, "Sink" + at, endpoint),
          "CREATE TUNNEL t" + at + " ON orders OPTIONS(start='earliest')",
          "CREATE SCAN changes"
              + at
              + " ON orders USING STREAM OPTIONS(tunnel.name='t"
              + at
              + "')");
    }
    assertThat(sql.ask("SHOW TUNNELS ON orders").split("\tStream\tProcessStream\tfalse\t", -1))
        .hasSize(STREAMS + 1);
    assertThat(sql.ask("SELECT 'seen', UserId FROM changes0 LIMIT 3").split("seen\t", -1))
        .hasSize(4);
    for (int at = 0; at < STREAMS; at++) {
      sql.ask(stream(at));
    }
    assertThat(sql.ask("SHOW STREAMS").split("\tRUNNING\t", -1)).hasSize(STREAMS + 1);
    for (int at = 0; at < STREAMS; at++) {
      awaitOrders(sql, at, ORDERS);
    }
  }

  private static String table(String name, String table, String endpoint) {
    return "CREATE TABLE "
        + name
        + " USING tablestore OPTIONS(endpoint='"
        + endpoint
        + "', instance.name='millrace', access.key.id='local', access.key.secret='local', table.name='"
        + table
        + "', catalog='"
        + COLUMNS
        + "')";
  }

  private String stream(int at) {
    return "CREATE STREAM s"
        + at
        + " OPTIONS(checkpointLocation='"
        + directory.resolve("cp").resolve("s" + at)
        + "', triggerIntervalMs=500) INSERT INTO sink"
        + at
        + " SELECT * FROM changes"
        + at;
  }

  private String other(int at, String name) {
    return stream(at)
        .replace("STREAM s" + at + " ", "STREAM " + name + " ")
        .replace("/s" + at + "'", "/" + name + "'");
  }

  private static void awaitOrders(SqlPrompt sql, int sink, int count) {
    sql.askUntil("SELECT 'orders', count(*) FROM sink" + sink, "orders\t" + count + "\n");
  }

  private void operate(SqlPrompt sql, Tables tables) throws InterruptedException {
    sql.ask("STOP STREAM s3");
    assertThat(sql.ask("SHOW STREAMS LIKE 's3'")).contains("s3\tSTOPPED\tsink3\t");
    tables.put(Orders.real().all().subList(ORDERS, 2 * ORDERS));
    awaitOrders(sql, 2, 2 * ORDERS);
    assertThat(sql.ask("SELECT 'orders', count(*) FROM sink3")).contains("orders\t" + ORDERS);
    sql.ask("START STREAM s3");
    awaitOrders(sql, 3, 2 * ORDERS);

    sql.ask("ALTER STREAM s4 SET OPTIONS(triggerIntervalMs=700)");
    assertThat(sql.ask("DESCRIBE STREAM EXTENDED s4"))
        .contains("State\tRUNNING\n", "'triggerIntervalMs' = '700'", "Last error\tNULL")
        .doesNotContain("secret");
    assertThat(sql.ask("EXPLAIN " + other(4, "s11"))).contains("Stream s11 into", "State\n  none");

    for (String[] mistake :
        new String[][] {
          {"STOP STREAM s33", "There is no stream s33: did you mean s3?"},
          {"DROP STREAM s2", "Stream s2 is running: STOP STREAM it before you drop it."},
          {"SHOW STREEMS", "Syntax error at or near 'STREEMS': expected STREAMS."},
          {stream(0), "A stream named s0 is already running in this session"},
          {"SELECT * FROM changes0", "reads a stream, which never ends: add LIMIT"},
          {other(9, "s12").replace("INTO sink9", "INTO changes0"), "is a scan or a"},
          {other(9, "s12").replace("FROM changes9", "FROM orders"), "reads no stream"},
          {"START STREAM", "end of input: expected the name of a stream"}
        }) {
      assertThat(sql.ask(mistake[0])).contains(mistake[1]).doesNotContain("\tat ");
    }

    stopFromAnotherApplication();
    assertThat(sql.ask("SHOW STREAMS LIKE 's5'")).contains("s5\tSTOPPED\t");
    sql.ask("STOP STREAM s9", "DROP STREAM s9");
    assertThat(sql.ask("SHOW STREAMS").split("\tsink", -1)).hasSize(STREAMS);
  }

  private void stopFromAnotherApplication() throws InterruptedException {
    try (Launched other =
        Launched.millrace(
            directory,
            "sql",
            "--conf",
            "spark.sql.catalogImplementation=in-memory",
            "--conf",
            "spark.ui.enabled=false",
            "-e",
            "SHOW STREAMS; STOP STREAM s5; SHOW STREAMS LIKE 's5'")) {
      assertThat(other.awaitExit(Duration.ofMinutes(3))).as(other.err()).isZero();
      assertThat(other.out()).contains("s1\tRUNNING\t", "s5\tRUNNING\t", "s5\tSTOPPED\t");
    }
  }

  private void resume(SqlPrompt sql, Tables tables) {
    assertThat(sql.ask("SHOW STREAMS").split("\tSTOPPED\t", -1)).hasSize(STREAMS);
    tables.put(Orders.real().all().subList(2 * ORDERS, 3 * ORDERS));
    for (int at : List.of(0, 5)) {
      sql.ask("START STREAM s" + at);
      awaitOrders(sql, at, 3 * ORDERS);
    }
    assertThat(sql.ask("SHOW SCANS")).contains("changes5\torders\tSTREAM\t");
  }
}
