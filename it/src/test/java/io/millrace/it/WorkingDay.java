package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A working day with several streams, and the morning after, told to a prompt of SQL. */
final class WorkingDay {
  private static final int ORDERS = 300;

  /** The stream that reads a few rows at its start and then waits longer than any day. */
  private static final int SLOW = 4;

  /** Fewer than any of the four channels holds, whichever of them its first batch reads. */
  private static final int FEW = 20;

  private static final long CENTURY_MS = 36_500L * 24 * 3600 * 1000;
  private static final Pattern ROWS = Pattern.compile("Rows in it\t(\\d+)\n");
  private static final Pattern LAST_BATCH = Pattern.compile("Last batch\t(\\d+)\n");
  private static final String COLUMNS =
      "{\"columns\": {\"UserId\": {\"type\": \"string\"}, \"OrderId\": {\"type\": \"string\"},"
          + " \"price\": {\"type\": \"double\"}, \"timestamp\": {\"type\": \"long\"}}}";

  /** Ends stream s5 from somewhere else. */
  interface Elsewhere {
    void stopS5() throws Exception;
  }

  private final Path directory;
  private final Tables tables;
  private final String endpoint;
  private final int streams;

  /**
   * A day with the tables of an instance, which are made and filled.
   *
   * @param directory where checkpoints go
   * @param streams how many; {@link #operate} needs seven
   */
  WorkingDay(Path directory, Tables tables, String endpoint, int streams) {
    this.directory = directory;
    this.tables = tables;
    this.endpoint = endpoint;
    this.streams = streams;
    tables.create(Tables.SOURCE, "UserId", "OrderId");
    for (int at = 0; at < streams; at++) {
      tables.create("Sink" + at, "UserId", "OrderId");
    }
    tables.put(Orders.real().all().subList(0, ORDERS));
  }

  /** Defines the streams and sees them run. */
  void begin(SqlPrompt sql) {
    sql.ask(table("orders", Tables.SOURCE));
    for (int at = 0; at < streams; at++) {
      sql.ask(
          table("sink" + at, "Sink" + at),
          "CREATE TUNNEL t" + at + " ON orders OPTIONS(start='earliest')",
          "CREATE SCAN changes"
              + at
              + " ON orders USING STREAM OPTIONS(tunnel.name='t"
              + at
              + (at == SLOW ? "', maxoffsetsperchannel=" + FEW + ")" : "')"));
    }
    assertThat(sql.ask("SHOW TUNNELS ON orders").split("\tStream\tProcessStream\tfalse\t", -1))
        .hasSize(streams + 1);
    assertThat(sql.ask("SELECT 'seen', UserId FROM changes0 LIMIT 3").split("seen\t", -1))
        .hasSize(4);
    for (int at = 0; at < streams; at++) {
      sql.ask(stream(at));
    }
    assertThat(sql.ask("SHOW STREAMS").split("\tRUNNING\t", -1)).hasSize(streams + 1);
    for (int at = 0; at < streams; at++) {
      if (at != SLOW) {
        awaitOrders(sql, at, ORDERS);
      }
    }
  }

  private String table(String name, String table) {
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
        + "', triggerIntervalMs="
        + (at == SLOW ? CENTURY_MS : 500)
        + ") INSERT INTO sink"
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

  /** Stops, starts, changes, asks, mistakes and drops; leaves s5 stopped and s6 gone. */
  void operate(SqlPrompt sql, Elsewhere elsewhere) throws Exception {
    sql.ask("STOP STREAM s3");
    assertThat(sql.ask("SHOW STREAMS LIKE 's3'")).contains("s3\tSTOPPED\tsink3\t");
    assertThat(sql.ask("DESCRIBE STREAM s3")).contains("State\tSTOPPED\n", "Table\tsink3\n");
    tables.put(Orders.real().all().subList(ORDERS, 2 * ORDERS));
    awaitOrders(sql, 2, 2 * ORDERS);
    assertThat(sql.ask("SELECT 'orders', count(*) FROM sink3")).contains("orders\t" + ORDERS);
    goOn(sql, 3, 2 * ORDERS);
    hurry(sql);
    assertThat(sql.ask("EXPLAIN " + other(4, "s11"))).contains("Stream s11 into", "State\n  none");

    for (String[] mistake :
        new String[][] {
          {"STOP STREAM s33", "There is no stream s33: did you mean s3?"},
          {"DROP STREAM s2", "Stream s2 is running: STOP STREAM it before you drop it."},
          {"SHOW STREEMS", "Syntax error at or near 'STREEMS': expected STREAMS."},
          {stream(0), "A stream named s0 is already running in this session"},
          {stream(0).replace("STREAM s0", "STREM s0"), "near 'STREM': expected STREAM."},
          {other(6, "s12").replace("INTO sink6", "INTO changes0"), "is a scan or a"},
          {other(6, "s12").replace("FROM changes6", "FROM orders"), "reads no stream"},
          {"START STREAM", "end of input: expected the name of a stream"}
        }) {
      assertThat(sql.ask(mistake[0])).contains(mistake[1]).doesNotContain("\tat ");
    }

    elsewhere.stopS5();
    assertThat(sql.ask("SHOW STREAMS LIKE 's5'")).contains("s5\tSTOPPED\t");
    sql.ask("STOP STREAM s6", "DROP STREAM s6");
    assertThat(sql.ask("SHOW STREAMS").split("\tsink", -1)).hasSize(streams);
  }

  /**
   * Starts a stopped stream, which reads what it has not, with numbers that follow the last one.
   */
  private static void goOn(SqlPrompt sql, int at, int count) {
    int before = lastBatch(sql.ask("DESCRIBE STREAM s" + at));
    sql.ask("START STREAM s" + at);
    awaitOrders(sql, at, count);
    sql.askUntil(
        "DESCRIBE STREAM s" + at,
        answer -> answer.contains("State\tRUNNING\n") && lastBatch(answer) > before);
  }

  private static int lastBatch(String description) {
    return number(LAST_BATCH, description);
  }

  /** The number in an answer; -1 where there is none. */
  private static int number(Pattern pattern, String answer) {
    Matcher number = pattern.matcher(answer);
    return number.find() ? Integer.parseInt(number.group(1)) : -1;
  }

  /** Finds a stream behind its table and lets it catch up by another option. */
  private void hurry(SqlPrompt sql) {
    String slow = "STREAM EXTENDED s" + SLOW;
    sql.askUntil("DESCRIBE " + slow, answer -> lastBatch(answer) == 0);
    String behind = sql.ask("DESCRIBE " + slow);
    assertThat(behind)
        .containsPattern("\n  channelsWithMore\t[1-4]\n")
        .containsPattern("\n  lagMs\\.[-_\\w]+\t[1-9]")
        .contains("'triggerIntervalMs' = '" + CENTURY_MS + "'");
    int read = number(ROWS, behind);
    assertThat(read).isBetween(1, 4 * FEW);
    awaitOrders(sql, SLOW, read);
    sql.ask("ALTER STREAM s" + SLOW + " SET OPTIONS(triggerIntervalMs=700)");
    assertThat(sql.ask("DESCRIBE " + slow))
        .contains("State\tRUNNING\n", "'triggerIntervalMs' = '700'", "Last error\tNULL")
        .doesNotContain("secret");
    awaitOrders(sql, SLOW, 2 * ORDERS);
    sql.askUntil("DESCRIBE " + slow, answer -> answer.contains("  channelsWithMore\t0\n"));
    assertThat(sql.ask("DESCRIBE " + slow)).containsPattern("\n  lagMs\\.[-_\\w]+\t0\n");
  }

  /** A new session, in which nothing was said yet, goes on with streams that are stopped. */
  void resume(SqlPrompt sql, int... stopped) {
    List<Orders.Order> all = Orders.real().all().subList(0, 3 * ORDERS);
    tables.put(all);
    for (int at : stopped) {
      goOn(sql, at, all.size());
      assertThat(sql.ask("SHOW SCANS")).contains("changes" + at + "\torders\tSTREAM\t");
    }
  }
}
