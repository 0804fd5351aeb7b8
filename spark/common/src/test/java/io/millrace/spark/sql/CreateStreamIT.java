package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;

/** Streams between Spark's own sources and sinks. */
class CreateStreamIT extends OneStreamTests {

  @Test
  void columnsFindTheirNames() throws Exception {
    stream.create("SELECT id AS ID, price AS total FROM order_stream");
    assertThat(stream.drained()).containsExactly("[2.5,1,null]", "[4.0,2,null]");
  }

  @Test
  void columnsWithOtherNamesGoByPosition() throws Exception {
    stream.create("SELECT price * 2, id % 2, 'x' FROM order_stream");
    assertThat(stream.drained()).containsExactly("[5.0,1,x]", "[8.0,0,x]");
  }

  @Test
  void filesOfAnyFormatAreWritten() throws Exception {
    session.sql("DROP TABLE " + stream.sink());
    session.sql("CREATE TABLE " + stream.sink() + " (id BIGINT, price DOUBLE) USING json");
    session.sql(stream.statement("", "", "SELECT id, price FROM order_stream"));
    assertThat(stream.drained()).containsExactly("[1,2.5]", "[2,4.0]");
  }

  @Test
  void tablesMayBeNamedWithTheirCatalog() throws Exception {
    String home = "spark_catalog." + session.spark().catalog().currentDatabase() + ".";
    session.sql("CREATE OR REPLACE SCAN named ON " + home + "orders USING STREAM");
    session.sql(
        stream
            .statement("", "", "SELECT id FROM named")
            .replace(stream.sink(), home + stream.sink()));
    assertThat(stream.drained()).containsExactly("[null,1,null]", "[null,2,null]");
  }

  @Test
  void aColumnListNamesThem() throws Exception {
    session.sql(stream.statement("", "(id, total)", "SELECT id, price FROM order_stream"));
    assertThat(stream.drained()).containsExactly("[2.5,1,null]", "[4.0,2,null]");
  }

  @Test
  void valuesAreCastToTheSinksTypes() throws Exception {
    stream.create(
        "SELECT CAST(id AS INT) AS id, CAST(price AS DECIMAL(10, 2)) AS total, id AS note FROM order_stream");
    assertThat(stream.drained()).containsExactly("[2.5,1,1]", "[4.0,2,2]");
  }

  @Test
  void namesMayNeedBackQuotes() throws Exception {
    session.sql("CREATE TABLE `2nd` (`a b` BIGINT, `x``y` DOUBLE) USING json");
    session.sql("CREATE SCAN `the ``scan's` ON orders USING STREAM");
    session.sql(
        stream
            .statement("", "(`x``y`, `a b`)", "SELECT price AS `p.q`, id FROM `the ``scan's`")
            .replace("STREAM job", "STREAM `a-b c`")
            .replace(stream.sink(), "`2nd`"));
    stream.drained();
    session.sql("START STREAM `a-b c`");
    stream.drained();
    assertThat(session.rows("SELECT * FROM `2nd`")).containsExactly("[1,2.5]", "[2,4.0]");
    session.sql("DROP STREAM `a-b c`");
  }

  @Test
  void columnsMayHaveTheNamesOfKeywords() throws Exception {
    session.sql("CREATE TABLE words (`value` BIGINT, `from` DOUBLE, `stream` STRING) USING json");
    session.sql(
        stream
            .statement(
                "",
                "(`stream`, `value`, `from`)",
                "SELECT `select`, `value`, `group` FROM (SELECT 'x' AS `select`, id AS `value`, price AS `group` FROM order_stream) WHERE `value` > 1")
            .replace(stream.sink(), "words"));
    stream.drained();
    assertThat(session.rows("SELECT `value`, `from`, `stream` FROM words"))
        .containsExactly("[2,4.0,x]");
  }

  @Test
  void aStreamGoesOnFromItsCheckpoint() throws Exception {
    stream.create("SELECT id FROM order_stream");
    assertThat(stream.drained()).hasSize(2);
    stream.create("SELECT id FROM order_stream");
    assertThat(stream.drained()).hasSize(2);
  }

  @Test
  void aRunningNameIsTaken() {
    String endless =
        stream.statement(", triggerIntervalMs=100000", "", "SELECT id FROM order_stream");
    session.sql(endless.replace("triggerType='AvailableNow', ", ""));
    StreamingQuery running = session.spark().streams().active()[0];
    assertThat(running.name()).isEqualTo("job");
    assertThatThrownBy(() -> stream.create("SELECT id FROM order_stream"))
        .hasMessage("A stream named job is already running in this session: choose another name.");
    session.sql(
        "CREATE STREAM IF NOT EXISTS job OPTIONS(checkpointLocation='elsewhere') INSERT INTO "
            + stream.sink()
            + " SELECT 1");
    assertThat(session.spark().streams().active()).containsExactly(running);
  }

  @Test
  void anySourceAndSinkOfSpark() throws Exception {
    session.sql("CREATE TABLE ticks USING rate OPTIONS(rowsPerSecond=7)");
    session.sql("CREATE TABLE nowhere USING noop");
    session.sql("CREATE TABLE screen USING console OPTIONS(numRows=3)");
    session.sql("CREATE SCAN ticking ON ticks USING STREAM OPTIONS(rowsPerSecond=50)");
    for (String target : List.of("nowhere", "screen", "rates")) {
      if (target.equals("rates")) {
        session.sql("CREATE TABLE rates (value BIGINT) USING parquet");
      }
      session.sql(
          "CREATE STREAM to_"
              + target
              + " OPTIONS(checkpointLocation='"
              + stream.checkpoint().resolve(target)
              + "') INSERT INTO "
              + target
              + " SELECT value FROM ticking");
    }
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> session.rows("SELECT * FROM rates").size() > 20);
    assertThat(session.spark().streams().active()).hasSize(3);
  }
}
