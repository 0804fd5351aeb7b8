package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.UnsupportedOperationChecker;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatermarksIT {

  @RegisterExtension static final SqlSession session = new SqlSession();

  @BeforeAll
  static void streams() {
    session.jsonTable(
        "t1", "ts TIMESTAMP, millis LONG, col1 INT, col2 INT", event(0), event(30), event(500));
    session.jsonTable("t2", "ts TIMESTAMP, other_ts TIMESTAMP, col1 INT, col2 INT", event(0));
    session.jsonTable("dim", "id INT, label STRING");
    session.sql("CREATE SCAN stream_source ON t1 USING STREAM OPTIONS(maxFilesPerTrigger=1)");
    session.sql("CREATE SCAN stream_source_1 ON t1 USING STREAM");
    session.sql("CREATE SCAN stream_source_2 ON t2 USING STREAM");
  }

  private static String event(int second) {
    return "{\"ts\": \"2025-01-01T00:"
        + String.format("%02d:%02d", second / 60, second % 60)
        + "Z\", \"millis\": "
        + second * 1000
        + ", \"col1\": 1, \"col2\": 2}";
  }

  /**
   * Each would be refused in append mode if it had no watermark. The first two of each kind are the
   * documentation's.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT watermark(ts, interval 10 seconds), count(*) as col1, col2 FROM stream_source GROUP BY ts, col2",
        "SELECT avg(col1) q FROM stream_source WHERE delay(ts) < '2 minutes' GROUP BY TUMBLING (ts, interval 1 minute)",
        "SELECT avg(col1) q FROM stream_source WHERE col1 > 0 AND delay(ts) < '2 minutes' AND col2 > 0 GROUP BY HOPPING (ts, interval 1 minute, interval 30 second)",
        "SELECT label, sum(stream_source.col1) FROM dim, stream_source, t2 AS batch WHERE id = stream_source.col1 AND id = batch.col1 AND delay(millis_ts) < '2 minutes' GROUP BY TUMBLING(millis_ts, interval 1 minute), label",
        "SELECT watermark(timestamp_millis(millis), interval 1 minute) AS w, count(*) FROM stream_source GROUP BY w",
        "SELECT watermark(timestamp_millis(millis), interval 1 minute) AS w, count(*) FROM stream_source GROUP BY window(w, '1 minute'), w",
        "SELECT watermark(ts, '10 seconds') AS w, count(*) FROM stream_source GROUP BY TUMBLING(w, interval 1 minute), w",
        "SELECT count(*) FROM (SELECT *, watermark(timestamp_millis(millis), interval 1 minute) AS w FROM stream_source) GROUP BY w",
        "SELECT count(*) FROM (SELECT watermark(ts, interval 1 minute) FROM stream_source) GROUP BY ts",
        "WITH s AS (SELECT watermark(ts, interval 1 minute) AS w FROM stream_source), r AS (SELECT w FROM s) SELECT count(*) FROM r GROUP BY w",
        "WITH s AS (SELECT * FROM (SELECT *, 1 FROM stream_source) WHERE delay(ts) < '1 minute') SELECT count(*) FROM s GROUP BY ts",
        "WITH s AS (SELECT ts AS cte_ts, col1 FROM stream_source) SELECT count(*) FROM s JOIN dim ON id = col1 WHERE delay(cte_ts) < '1 minute' GROUP BY cte_ts",
        "SELECT count(*) FROM stream_source s WHERE delay(s.ts) < interval 2 minutes GROUP BY s.ts",
        "SELECT DISTINCT watermark(ts, interval 10 seconds) AS w FROM stream_source",
        "SELECT count(*) FROM (SELECT *, timestamp_millis(millis) AS t FROM stream_source) WHERE delay(t) < '1 minute' GROUP BY t",
        "SELECT count(*) FROM (SELECT 1, ts FROM stream_source UNION ALL SELECT 2, * FROM (SELECT ts FROM stream_source)) AS u WHERE delay(u.ts) < '1 minute' GROUP BY ts",
        "WITH s AS (SELECT *, timestamp_millis(millis) AS t FROM stream_source) SELECT count(*) FROM (SELECT *, 1 FROM s) AS x WHERE delay(x.t) < '1 minute' GROUP BY t",
      })
  void letGroupsEnd(String query) {
    LogicalPlan plan = analyzed(query.replace("millis_ts", "stream_source.ts"));
    UnsupportedOperationChecker.checkForStreaming(plan, OutputMode.Append());
    assertThat(watermarks(plan)).isEqualTo(1);
  }

  /** Outer joins of streams need a watermark on both sides and a condition on the times. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT watermark(stream_source_1.ts, interval 20 second) as ts1, watermark(stream_source_2.ts, interval 10 second) as ts2,"
            + " stream_source_1.col1 as col1, stream_source_2.col2 as col2 FROM stream_source_1 INNER JOIN stream_source_2"
            + " ON stream_source_1.col1=stream_source_2.col1 AND ts1 >= ts2 AND ts1 <= ts2 + interval 10 seconds",
        "SELECT watermark(stream_source_1.ts, interval 20 second) as ts1, watermark(stream_source_2.ts, interval 10 second) as ts2,"
            + " stream_source_1.col1 as col1, stream_source_2.col2 as col2 FROM stream_source_1 LEFT OUTER JOIN stream_source_2"
            + " ON stream_source_1.col1=stream_source_2.col1 AND ts1 >= ts2 AND ts1 <= ts2 + interval 10 seconds",
        "SELECT a.col1 FROM stream_source_1 a LEFT JOIN stream_source_2 b ON a.col1 = b.col1 AND a.ts >= other_ts"
            + " AND a.ts <= other_ts + interval 10 seconds WHERE delay(a.ts) < '2 minutes' AND delay(other_ts) < '3 minutes'",
        "SELECT watermark(timestamp_millis(millis), '20 seconds') AS w, watermark(other_ts, '10 seconds') AS o FROM stream_source_1 a"
            + " LEFT JOIN stream_source_2 b ON a.col1 = b.col1 AND w >= o AND w <= o + interval 10 seconds",
        "SELECT a.col1 FROM (SELECT *, timestamp_millis(millis) AS t FROM stream_source_1) a LEFT JOIN (SELECT *, timestamp_millis(millis) AS t FROM stream_source_1) b"
            + " ON a.col1 = b.col1 AND a.t >= b.t AND a.t <= b.t + interval 10 seconds WHERE delay(a.t) < '1 minute' AND delay(b.t) < '1 minute'",
      })
  void letJoinsForget(String query) {
    LogicalPlan plan = analyzed(query);
    UnsupportedOperationChecker.checkForStreaming(plan, OutputMode.Append());
    assertThat(watermarks(plan)).isEqualTo(2);
    assertThat(plan.toString().indexOf("Join"))
        .isLessThan(plan.toString().indexOf("EventTimeWatermark"));
  }

  @Test
  void aGroupIsWrittenWhenItsTimeIsOver() throws Exception {
    session.sql("CREATE TABLE counts (start TIMESTAMP, n BIGINT) USING parquet");
    session.sql(
        "CREATE STREAM counting OPTIONS(checkpointLocation='"
            + session.directory().resolve("cp")
            + "') INSERT INTO counts"
            + " SELECT window.start, count(*) AS n FROM stream_source WHERE delay(ts) < '1 minute' GROUP BY TUMBLING(ts, interval 1 minute)");
    StreamingQuery counting = session.spark().streams().active()[0];
    counting.processAllAvailable();
    assertThat(session.rows("SELECT unix_seconds(start) % 3600, n FROM counts"))
        .containsExactly("[0,2]");
  }

  @Test
  void batchQueriesIgnoreThem() {
    for (String times :
        List.of(
            "t1 WHERE delay(ts) < '1 second' AND col1 = 1",
            "t1 WHERE delay(t1.ts) < '1 second'",
            "t1 AS a WHERE delay(a.ts) < '1 second'",
            "t1 AS a JOIN t2 AS b ON a.col1 = b.col1 WHERE delay(a.ts) < '1 second' AND delay(b.ts) < '1 second'",
            "(SELECT watermark(a.ts, interval 1 second) AS w FROM t1 AS a)")) {
      assertThat(session.rows("SELECT count(*) FROM " + times)).as(times).containsExactly("[3]");
    }
    assertThat(
            session.rows(
                "SELECT watermark(ts, interval 1 second) AS w, count(*) FROM t1 GROUP BY w"))
        .hasSize(3);
  }

  @Test
  void ordinaryColumnsOfTheseNamesStay() {
    assertThat(
            session.rows(
                "SELECT delay, watermark FROM (SELECT 1 AS delay, 2 AS watermark) WHERE delay < '2'"))
        .containsExactly("[1,2]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WHERE ^delay(ts)|delay(ts) says how late an event may be, and is no value: write delay(time) < '2 minutes' as a condition of WHERE, alone or joined by AND.",
        "WHERE ^delay(ts) <= '2 minutes'|delay(ts) says how late",
        "WHERE ^delay(ts) > '2 minutes' AND col1 > 1|delay(ts) says how late",
        "WHERE '2 minutes' > ^delay(ts)|delay(ts) says how late",
        "WHERE NOT ^delay(ts) < '2 minutes'|delay(ts) says how late",
        "WHERE col1 > 1 OR ^delay(ts) < '2 minutes'|delay(ts) says how late",
        "WHERE col1 IN (SELECT col1 FROM t2 WHERE ^delay(ts) < '2 minutes')|delay(ts) says how late",
        "WHERE delay(^delay(ts)) < '2 minutes'|delay(ts) says how late",
        "WHERE ^delay(ts, 1) < '2 minutes'|delay(time) takes 1 argument, not 2: write delay(time) < '2 minutes' as a condition of WHERE, alone or joined by AND.",
        "WHERE ^delay() < '2 minutes'|delay(time) takes 1 argument, not 0",
        "GROUP BY ts HAVING ^delay(ts) < '2 minutes'|delay(ts) says how late",
        "JOIN t2 ON ^delay(t2.ts) < '2 minutes'|delay(t2.ts) says how late",
        "WHERE ^watermark(ts, '2 minutes')|watermark(ts, '2 minutes') says how late an event may be, and is no value: write watermark(time, interval 2 minutes) AS name as a column of the SELECT list.",
        "WHERE ^watermark(ts) > 1|watermark(time, delay) takes 2 arguments, not 1: write watermark(time, interval 2 minutes) AS name as a column of the SELECT list.",
        "WHERE delay(ts) < ^'soon'|delay(ts) takes a delay such as '2 minutes' or interval 2 minutes, not 'soon'.",
        "WHERE delay(ts) < ^'-1 minute'|delay(ts) takes a delay such as '2 minutes' or interval 2 minutes, not '-1 minute'.",
        "WHERE delay(^ts + 1) < '1 minute'|delay((ts + 1)) is not on a column: compute the column in a subquery first.",
        "JOIN stream_source_2 WHERE delay(^ts) < '1 minute'|Both sides of the join have the time ts: say whose is meant.",
        "JOIN stream_source_2 ON ^TUMBLING(stream_source.ts, '1 minute') = 1|TUMBLING(stream_source.ts, '1 minute') cannot be in the condition of a join: compute it in a subquery of that side, as a column.",
        "WHERE delay(^millis) < '1 minute'|[EVENT_TIME_IS_NOT_ON_TIMESTAMP_TYPE] The event time `millis` has the invalid type \"BIGINT\", but expected \"TIMESTAMP\".",
        "JOIN ^HOPPING(1, 1)|HOPPING is no table: write it in GROUP BY, HOPPING(time, interval 1 minute, interval 30 seconds).",
        "GROUP BY ^TUMBLING(ts)|TUMBLING(time, length) takes 2 arguments, not 1.",
        "GROUP BY ^HOPPING(ts, '1 minute')|HOPPING(time, length, slide) takes 3 arguments, not 2.",
      })
  void misuseIsNamedAtItsPlace(String marked, String sentence) {
    String rest = marked.replace("^", "");
    String place = "line 2 pos " + (marked.indexOf('^') + 1);
    String query = "SELECT 1 FROM stream_source\n " + rest;
    // A bounded look and a stream say the same.
    for (String sql :
        List.of(
            query + "\nLIMIT 2",
            "CREATE STREAM s OPTIONS(checkpointLocation='cp') INSERT INTO t1 " + query,
            "INSERT INTO t1 " + query,
            "WITH q AS (" + query + "\n)\nINSERT INTO\nt1 SELECT * FROM q")) {
      assertThatThrownBy(() -> session.sql(sql))
          .as(sql)
          .isInstanceOf(AnalysisException.class)
          .hasMessageStartingWith(sentence)
          .hasMessageMatching("(?s).*; " + place + "(;\\n.*)?"); // Spark's own with the plan.
    }
  }

  @Test
  void misuseInTheSelectListIsNamed() {
    refused(
        "SELECT watermark(ts + 1, '1 minute') FROM stream_source",
        "watermark((ts + 1), ...) is not on a column and needs a name: add AS and a name.; line 1 pos 7");
    refused(
        "SELECT delay(ts) FROM stream_source",
        "delay(ts) says how late an event may be, and is no value: write delay(time) < '2 minutes' as a condition of WHERE, alone or joined by AND.; line 1 pos 7");
    refused(
        "SELECT 1 + watermark(ts, '1 minute') FROM stream_source",
        "watermark(ts, '1 minute') says how late an event may be, and is no value: write watermark(time, interval 2 minutes) AS name as a column of the SELECT list.; line 1 pos 11");
    refused(
        "WITH s AS (SELECT watermark(ts) FROM stream_source) SELECT * FROM s",
        "watermark(time, delay) takes 2 arguments, not 1: write watermark(time, interval 2 minutes) AS name as a column of the SELECT list.; line 1 pos 18");
  }

  @Test
  void aFunctionOfTheSessionMayHaveThatName() {
    session.spark().udf().register("delay", (Integer of) -> of + 1, DataTypes.IntegerType);
    assertThat(session.rows("SELECT delay(col1) FROM stream_source LIMIT 1"))
        .containsExactly("[2]");
    session.sql("DROP TEMPORARY FUNCTION delay");
  }

  private static void refused(String query, String sentence) {
    assertThatThrownBy(() -> session.sql(query)).hasMessage(sentence);
  }

  private static LogicalPlan analyzed(String query) {
    return SparkLine.execution(session.sql(query)).analyzed();
  }

  private static int watermarks(LogicalPlan plan) {
    Matcher matcher = Pattern.compile("EventTimeWatermark").matcher(plan.toString());
    int count = 0;
    while (matcher.find()) {
      count++;
    }
    return count;
  }
}
