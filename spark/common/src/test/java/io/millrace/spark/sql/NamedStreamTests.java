package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What tests of streams by their names share: a stream, a sink and a checkpoint of its own for
 * each.
 */
abstract class NamedStreamTests {

  static final Duration LIMIT = Duration.ofSeconds(120);

  @RegisterExtension static final SqlSession session = new SqlSession();

  static int tests;
  String job;
  String sink;
  Path checkpoint;

  @BeforeAll
  static void tables() {
    session.jsonTable("orders", "id BIGINT, price DOUBLE", order(1), order(2), order(3));
    session.sql("CREATE SCAN order_stream ON orders USING STREAM OPTIONS(maxFilesPerTrigger=1)");
  }

  static String order(int id) {
    return "{\"id\": " + id + ", \"price\": " + id + ".5}";
  }

  @BeforeEach
  void own() {
    tests++;
    job = "job" + tests;
    sink = "sink" + tests;
    checkpoint = session.directory().resolve("cp").resolve(job);
    session.sql("CREATE TABLE " + sink + " (id BIGINT, price DOUBLE) USING parquet");
  }

  /** A session in which nothing was said yet. */
  static SparkSession tomorrow() {
    SparkSession tomorrow = session.spark().newSession();
    tomorrow
        .conf()
        .set(StreamRegistry.LOCATION, session.directory().resolve("registry").toString());
    return tomorrow;
  }

  static StreamRegistry registry() throws Exception {
    return StreamRegistry.of(session.spark());
  }

  String endless(String query) {
    return "CREATE STREAM "
        + job
        + " OPTIONS(checkpointLocation='"
        + checkpoint
        + "')\nINSERT INTO "
        + sink
        + " "
        + query;
  }

  void awaitRows(int count) {
    await()
        .atMost(LIMIT)
        .until(() -> session.rows("SELECT DISTINCT id FROM " + sink).size() == count);
  }

  static String shown(String name) {
    List<String> rows = session.rows("SHOW STREAMS LIKE '" + name + "'");
    return rows.isEmpty() ? "" : rows.get(0);
  }

  Map<String, String> described(String extended) {
    return session.sql("DESCRIBE STREAM" + extended + " " + job).collectAsList().stream()
        .filter(row -> !row.isNullAt(1))
        .collect(
            Collectors.toMap(row -> row.getString(0), (Row row) -> row.getString(1), (a, b) -> b));
  }

  static void refused(String sql, String sentence) {
    assertThatThrownBy(() -> session.rows(sql))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining(sentence)
        .hasNoCause();
  }
}
