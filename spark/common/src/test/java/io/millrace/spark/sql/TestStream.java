package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * A stream {@code job} of one test, that reads the scan {@code order_stream}, with a sink and a
 * checkpoint of its own.
 *
 * @param checkpoint that no other test uses; its parent does not exist either
 * @param sink a table with the columns total, id and note
 */
record TestStream(SqlSession session, Path checkpoint, String sink) {

  private static final AtomicInteger MADE = new AtomicInteger();

  /** The table of two orders, and a scan of it of each kind. */
  static void tables(SqlSession session) {
    session.jsonTable(
        "orders",
        "id BIGINT, price DOUBLE",
        "{\"id\": 1, \"price\": 2.5}",
        "{\"id\": 2, \"price\": 4}");
    session.sql("CREATE SCAN order_stream ON orders USING STREAM OPTIONS(maxFilesPerTrigger=1)");
    session.sql("CREATE SCAN order_batch ON orders USING BATCH");
  }

  static TestStream of(SqlSession session) {
    int number = MADE.incrementAndGet();
    String sink = "sink" + number;
    session.sql("CREATE TABLE " + sink + " (total DOUBLE, id BIGINT, note STRING) USING parquet");
    return new TestStream(session, session.directory().resolve("cp" + number).resolve("job"), sink);
  }

  /** Refused in this sentence, with nothing left behind. */
  void refused(String sql, String sentence) {
    assertThatThrownBy(() -> session.sql(sql))
        .isInstanceOf(AnalysisException.class)
        .hasMessage(sentence)
        .hasNoCause();
    assertThat(checkpoint.getParent()).doesNotExist();
    assertThat(session.spark().streams().active()).isEmpty();
  }

  void create(String query) {
    session.sql(statement("", "", query));
  }

  String statement(String option, String columns, String query) {
    return "CREATE STREAM job OPTIONS(triggerType='AvailableNow', checkpointLocation='"
        + checkpoint
        + "'"
        + option
        + ") INSERT INTO "
        + sink
        + " "
        + columns
        + "\n"
        + query;
  }

  /** The rows of the sink when the streams have ended. */
  List<String> drained() throws Exception {
    for (StreamingQuery query : session.spark().streams().active()) {
      query.processAllAvailable();
      query.awaitTermination();
    }
    return session.rows("SELECT * FROM " + sink);
  }
}
