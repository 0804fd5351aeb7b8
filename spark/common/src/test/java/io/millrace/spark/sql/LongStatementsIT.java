package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements so long that their text is searched before their plan is looked at. */
class LongStatementsIT {

  @RegisterExtension static final SqlSession session = new SqlSession();

  private static final String LONG_COMMENT = "/* " + "a comment ".repeat(1_000) + "*/\n";
  private static final String LONG_LINES = "-- a comment of a line\n".repeat(500);
  private static final String LONG_SLASHES = "// a comment of a line\n".repeat(500);

  /** A text is long without it, and with it so long that its plan is begun before the search. */
  private static final List<String> LENGTHS = List.of("", "/* " + "words ".repeat(10_000) + "*/ ");

  private static final String LATE =
      "SELECT id FROM (SELECT id, now() AS t FROM orders) WHERE delay(t) < '1 minute'";

  @BeforeAll
  static void tables() {
    TestStream.tables(session);
    session.sql("CREATE SCAN `Odd``one` ON orders USING STREAM");
    session.sql("CREATE TEMPORARY VIEW over_stream AS SELECT id FROM order_stream");
    for (int at = 0; at < 20; at++) {
      session.sql("CREATE TEMPORARY VIEW batch_" + at + " AS SELECT " + at + "L AS id");
    }
    session.sql("CREATE TABLE sink (id BIGINT) USING parquet");
    session.sql("SET the.name=order_stream");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "order_stream",
        "ORDER_Stream",
        "`odd``One`",
        "over_stream",
        "${the.name}",
        "IDENTIFIER('order_' || 'stream')"
      })
  void aStreamInTheLastOfManyQueries(String name) {
    String many = many("SELECT id FROM orders", 300, " UNION ALL ");
    for (String length : LENGTHS) {
      String insert = length + "INSERT INTO sink " + many + " UNION ALL SELECT id FROM " + name;
      assertThatThrownBy(() -> session.sql(insert))
          .hasMessageContaining("INSERT INTO sink reads a stream, which needs a name");
    }
  }

  /**
   * Of no text is known that it has not this name in it, so that while it is there all are read.
   */
  @Test
  void aStreamWhoseNameIsNotEnglish() {
    session.sql("CREATE SCAN `Ärger` ON orders USING STREAM");
    try {
      aStreamInTheLastOfManyQueries("`ärger`");
    } finally {
      session.sql("DROP SCAN `Ärger`");
    }
  }

  @Test
  void aStreamAmongManyViews() {
    String views =
        IntStream.range(0, 20)
            .mapToObj(at -> "SELECT id FROM batch_" + at)
            .collect(Collectors.joining(" UNION ALL "));
    assertThatThrownBy(
            () ->
                session.sql("INSERT INTO sink " + views + " UNION ALL SELECT id FROM Over_Stream"))
        .hasMessageContaining("reads a stream");
    session.sql("INSERT INTO sink " + views);
    assertThat(session.rows("SELECT count(*), max(id) FROM sink")).containsExactly("[20,19]");
  }

  @Test
  void aPreviewOfALongQuery() {
    String conditions = " WHERE " + many("id >= 0", 900, " AND ");
    for (String length : LENGTHS) {
      assertThat(session.rows(length + "SELECT id FROM order_stream" + conditions + " LIMIT 1"))
          .hasSize(1);
      String with = "WITH q AS (SELECT id FROM Over_Stream" + conditions + ") ";
      assertThat(session.rows(length + with + "SELECT * FROM q LIMIT 1")).hasSize(1);
    }
  }

  static Stream<String> lateAtTheEnd() {
    String times = "(SELECT id, now() AS t FROM orders)";
    String delayed = "SELECT id FROM " + times + " WHERE %s delay(t) < '1 minute'";
    String watermark = ", WaterMark(t, interval 1 minute) FROM " + times;
    String tables =
        IntStream.range(0, 300)
            .mapToObj(at -> "q" + at + " AS (SELECT 1)")
            .collect(Collectors.joining(", "));
    return Stream.of(
        many("SELECT id FROM orders", 300, " UNION ALL ") + " UNION ALL " + delayed.formatted(""),
        delayed.formatted(many("id > 0", 900, " AND ") + " AND"),
        "SELECT " + many("id", 900, ", ") + watermark,
        "INSERT INTO sink SELECT " + many("id", 15_000, ", ") + watermark,
        "SELECT 1" + watermark + " GROUP BY " + many("id", 900, ", ") + ", t",
        "WITH " + tables + ", q AS (" + delayed.formatted("") + ") SELECT * FROM q",
        LONG_COMMENT + delayed.formatted(""));
  }

  @ParameterizedTest
  @MethodSource
  void lateAtTheEnd(String sql) throws Exception {
    ParserInterface parser = session.spark().sessionState().sqlParser();
    for (String length : LENGTHS) {
      assertThat(parser.parsePlan(length + sql).toString()).contains("EventTimeWatermark");
      if (!sql.startsWith("INSERT")) {
        assertThat(parser.parseQuery(length + sql).toString()).contains("EventTimeWatermark");
      }
    }
  }

  /** In a statement of a few nodes, wherever one of them keeps the query. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "SELECT * FROM (%s) a JOIN orders b ON a.id = b.id",
        "SELECT * FROM orders b LEFT JOIN (%s) a ON a.id = b.id",
        "SELECT id FROM orders UNION ALL %s",
        "(%s) EXCEPT SELECT id FROM orders",
        "WITH q AS (%s) SELECT * FROM q",
        "SELECT DISTINCT id FROM (%s) ORDER BY id LIMIT 3",
        "SELECT * FROM (%s) PIVOT (count(*) FOR id IN (1, 2))",
        "INSERT INTO sink %s",
        "INSERT OVERWRITE DIRECTORY '/nowhere' USING parquet %s",
        "CREATE TABLE copies USING parquet AS %s",
        "CREATE OR REPLACE TABLE copies USING parquet AS %s",
        "MERGE INTO t USING (%s) s ON t.id = s.id WHEN MATCHED THEN DELETE",
      })
  void lateAnywhere(String sql) throws Exception {
    LogicalPlan plan = session.spark().sessionState().sqlParser().parsePlan(sql.formatted(LATE));
    assertThat(plan.toString()).contains("EventTimeWatermark").doesNotContain("delay(");
  }

  @Test
  void lateInAPlanThatIsExplained() {
    assertThat(String.join("\n", session.rows("EXPLAIN EXTENDED " + LATE)))
        .contains("EventTimeWatermark")
        .doesNotContain("delay(");
    String stream = "SELECT id FROM order_stream WHERE delay(time) < '1 minute'";
    assertThat(String.join("\n", session.rows("EXPLAIN " + stream))).contains("EventTimeWatermark");
  }

  static Stream<String> ourStatementsUnderALongComment() {
    return Stream.of(LONG_COMMENT, LONG_LINES, LONG_SLASHES);
  }

  @ParameterizedTest
  @MethodSource
  void ourStatementsUnderALongComment(String comment) {
    session.sql(comment + "CREATE OR REPLACE SCAN under ON orders USING BATCH");
    assertThat(session.rows(comment + "SHOW SCANS LIKE 'under'")).hasSize(1);
    assertThatThrownBy(() -> session.rows(comment + "DESCRIBE STREAM nobody"))
        .hasMessageContaining("There is no stream nobody");
    assertThatThrownBy(() -> session.sql(comment + "DROP SCAM under"))
        .hasMessageContaining("expected SCAN");
    assertThat(session.rows(comment + "SELECT id FROM under")).hasSize(2);
    assertThat(session.rows(comment)).isEmpty();
    session.sql(comment + "SET my.text=1\n// a note\n");
    session.sql("SET my.other=1\n-- a note\n");
    assertThat(session.spark().conf().get("my.text"))
        .isEqualTo(session.spark().conf().get("my.other"));
  }

  private static String many(String what, int times, String between) {
    return Stream.generate(() -> what).limit(times).collect(Collectors.joining(between));
  }
}
