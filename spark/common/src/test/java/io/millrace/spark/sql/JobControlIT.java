package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams operated by their names, over Spark's own sources and sinks. */
class JobControlIT extends NamedStreamTests {

  @Test
  void aDaysOperations() throws Exception {
    assertThat(shown(job)).isEmpty();
    session.sql(endless("SELECT id, price FROM order_stream;"));
    awaitRows(3);
    assertThat(shown(job)).startsWith("[" + job + ",RUNNING," + sink + ",");
    assertThat(described("")).containsEntry("State", "RUNNING").containsEntry("Table", sink);
    refused("DROP STREAM " + job, "is running: STOP STREAM it before you drop it.");
    refused("START STREAM " + job, "is running already.");

    session.sql("STOP STREAM " + job);
    assertThat(shown(job)).startsWith("[" + job + ",STOPPED," + sink + ",");
    assertThat(described("")).containsEntry("State", "STOPPED");
    assertThat(session.spark().streams().active()).isEmpty();
    refused("STOP STREAM " + job, "is not running: START STREAM starts it.");

    Files.writeString(session.directory().resolve("orders").resolve(job + ".json"), order(4));
    session.sql("START STREAM " + job);
    awaitRows(4);
    UUID before = session.spark().streams().active()[0].runId();
    session.sql("ALTER STREAM " + job + " SET OPTIONS(triggerintervalms=200)");
    assertThat(shown(job)).contains(",RUNNING,");
    assertThat(session.spark().streams().active())
        .singleElement()
        .satisfies(run -> assertThat(run.runId()).as("restarted").isNotEqualTo(before));
    assertThat(described(" EXTENDED").get("Statement")).contains("'triggerintervalms' = '200'");
    Files.writeString(session.directory().resolve("orders").resolve(job + "b.json"), order(5));
    awaitRows(5);

    session.sql("STOP STREAM " + job);
    session.sql("DROP STREAM " + job);
    assertThat(shown(job)).isEmpty();
    assertThat(checkpoint).isDirectory();
    refused("DROP STREAM " + job, "There is no stream " + job);
    session.sql("DROP STREAM IF EXISTS " + job);
    Files.delete(session.directory().resolve("orders").resolve(job + ".json"));
    Files.delete(session.directory().resolve("orders").resolve(job + "b.json"));
  }

  @Test
  void valuesOfParametersAreKept() {
    Map<String, Object> values = Map.of("least", 2, "not", "it's");
    String stream =
        endless("SELECT id, price FROM order_stream WHERE id >= :least AND :not <> ':least'");
    if (session.spark().version().compareTo("4.1") < 0) {
      assertThatThrownBy(() -> session.spark().sql(stream, values))
          .hasMessage(
              "The query of a stream has a parameter without a value here: write the value, or pass it to sql(...) on Spark 4.1 or later.");
      return;
    }
    session.spark().sql(stream, values);
    awaitRows(2);
    session.sql("STOP STREAM " + job);
    assertThat(described(" EXTENDED").get("Statement"))
        .contains("WHERE id >= 2 AND 'it\\'s' <> ':least'");
    tomorrow().sql("START STREAM " + job);
    assertThat(shown(job)).contains(",RUNNING,");
    session.sql("STOP STREAM " + job);
  }

  @Test
  void aFailureIsDescribed() {
    session.sql(endless("SELECT CAST(raise_error('bad order') AS BIGINT) AS id FROM order_stream"));
    await().atMost(LIMIT).until(() -> shown(job).contains(",FAILED,"));
    assertThat(described("")).containsEntry("Last error", "bad order.");
    // What the registry says is what an application that comes later is told.
    await()
        .atMost(LIMIT)
        .until(() -> registry().status(job).error().equals(Optional.of("bad order.")));
  }

  @Test
  void refusals() {
    session.sql(endless("SELECT id, price FROM order_stream"));
    refused("STOP STREAM jbo" + tests, "There is no stream jbo" + tests + ": did you mean " + job);
    refused("DESCRIBE STREAM zzzzzzzzzz", "There is no stream zzzzzzzzzz in ");
    refused(
        "ALTER STREAM " + job + " SET OPTIONS(CheckpointLocation='/x')",
        "Option CheckpointLocation of stream "
            + job
            + " cannot change, because the checkpoint was made with it: create another stream.");
    refused(
        "ALTER STREAM " + job + " SET OPTIONS(triggerType='Nver')",
        "triggerType='Nver' is not one of ");
    refused(
        "ALTER STREAM " + job + " SET OPTIONS(triggerType='AvailableNow', triggerIntervalMs=5)",
        "which runs once: drop the option, or set it to 0.");
    refused(
        "ALTER STREAM " + job + " SET OPTIONS(my.token='x')",
        "would put a secret into the plan of stream");
    assertThat(shown(job)).contains(",RUNNING,");
    refused("DROP SCAN orders", "There is no scan orders");
    refused("DROP SCAN order_strem", "There is no scan order_strem: did you mean order_stream?");
    session.sql("DROP SCAN IF EXISTS nothing");
    session.sql("CREATE TEMPORARY VIEW plain AS SELECT 1");
    refused("DROP SCAN plain", "plain is a temporary view and no scan: drop it with DROP VIEW.");
  }

  @Test
  void scansAreListedWhileTheyAreThere() {
    session.sql("CREATE SCAN a_scan ON orders USING BATCH OPTIONS(multiLine=true)");
    assertThat(session.rows("SHOW SCANS LIKE 'a_*|nothing'"))
        .containsExactly("[a_scan,orders,BATCH,multiLine=true]");
    assertThat(session.rows("SHOW SCANS")).hasSize(2);
    session.sql("CREATE OR REPLACE TEMPORARY VIEW a_scan AS SELECT 1");
    assertThat(session.rows("SHOW SCANS")).hasSize(1);
    session.sql("CREATE OR REPLACE SCAN a_scan ON orders USING BATCH");
    session.sql("DROP SCAN a_scan;");
    assertThat(session.rows("SHOW SCANS LIKE 'a%'")).isEmpty();
    assertThat(session.rows("SHOW VIEWS LIKE 'a_scan'")).isEmpty();
  }

  @Test
  void anExplanationLeavesNothingBehind() {
    sinkOfAnyMode();
    String explained =
        session
            .sql(
                "EXPLAIN CREATE STREAM "
                    + job
                    + " OPTIONS(checkpointLocation='"
                    + checkpoint
                    + "', outputMode='complete') INSERT INTO "
                    + sink
                    + " SELECT id % 2 AS id, sum(price) AS price FROM order_stream GROUP BY id % 2")
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .collect(Collectors.joining("\n"));
    assertThat(explained)
        .contains(
            "Stream "
                + job
                + " into spark_catalog."
                + session.spark().catalog().currentDatabase()
                + "."
                + sink,
            "Output mode complete")
        .contains("  id bigint", "  price double", "Plan")
        .contains("a row for each group of (order_stream.id % ")
        .contains(", kept for ever, because the query has no watermark");
    assertThat(checkpoint.getParent().resolve(job)).doesNotExist();
    assertThat(shown(job)).isEmpty();
    refused(
        "EXPLAIN CREATE STREAM " + job + " INSERT INTO " + sink + " SELECT id FROM order_stream",
        "has no checkpointLocation");
  }

  /** A watermark bounds only what is kept by the time that has it. */
  @Test
  void anExplanationSaysHowLongStateIsKept() {
    sinkOfAnyMode();
    String counted =
        "EXPLAIN "
            + endless(
                    "SELECT count(*) AS id, sum(price) AS price FROM (SELECT price,"
                        + " watermark(timestamp_seconds(id), interval 7 seconds) AS t FROM order_stream)")
                .replace("')\nINSERT", "', outputMode='update')\nINSERT")
            + " GROUP BY ";
    assertThat(session.rows(counted + "TUMBLING(t, '1 minute')").toString())
        .contains("kept until the watermark passes it: t delayed by ", "7 seconds")
        .doesNotContain("for ever");
    assertThat(
            session
                .rows(counted.replace("'update'", "'complete'") + "TUMBLING(t, '1 minute')")
                .toString())
        .contains("kept for ever, because outputMode 'complete' writes all of them at each batch")
        .doesNotContain("kept until");
    assertThat(session.rows(counted + "price").toString())
        .contains("kept for ever, because it does not depend on the time with the watermark");
    String joined =
        "EXPLAIN "
            + endless(
                "WITH a AS (SELECT id, watermark(timestamp_seconds(id), interval 1 minute) AS t FROM order_stream),"
                    + " b AS (SELECT price, id AS i, watermark(timestamp_seconds(id), interval 1 minute) AS u FROM order_stream)"
                    + " SELECT id, price FROM a JOIN b ON id = i");
    assertThat(session.rows(joined).toString()).contains("both sides of a join, kept for ever");
    assertThat(session.rows(joined + " AND u BETWEEN t AND t + interval 1 minute").toString())
        .contains("both sides of a join, kept until");
  }

  /** Tables of files take rows in append mode alone. */
  private void sinkOfAnyMode() {
    session.sql("DROP TABLE " + sink);
    session.sql("CREATE TABLE " + sink + " USING noop");
  }

  @Test
  void aStreamIntoAnySystemIsExplained() {
    sinkOfAnyMode();
    String explain = "EXPLAIN " + endless("SELECT id FROM order_stream");
    assertThat(session.rows(explain))
        .contains("[Output mode append, trigger ProcessingTime every 0 ms]", "[  id bigint]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM order_stream",
        "SELECT id FROM order_stream LIMIT 2",
        "WITH o AS (SELECT id, now() AS t FROM order_stream) SELECT id FROM o WHERE delay(t) < '1 minute'",
        "SELECT id % 2, count(*) FROM order_stream GROUP BY 1",
      })
  void aQueryOfAStreamIsExplainedAsOne(String query) {
    for (String explain : List.of("EXPLAIN ", "EXPLAIN EXTENDED ", "explain FORMATTED ")) {
      assertThat(session.rows(explain + query).toString())
          .contains("StreamingRelation")
          .doesNotContain("Exception");
    }
  }

  @Test
  void anInsertOfAStreamIsExplainedAsWhatItStarts() {
    String insert = "INSERT INTO " + sink + " SELECT id FROM order_stream WHERE id > 1";
    refused("EXPLAIN " + insert, "INSERT INTO " + sink + " reads a stream, which needs a name");
    session.sql("SET streaming.query.name=" + job);
    try {
      refused("EXPLAIN " + insert, "has no checkpointLocation");
      session.sql("SET spark.sql.streaming.checkpointLocation." + job + "=" + checkpoint);
      String with = "WITH o AS (SELECT id FROM order_stream) INSERT INTO " + sink + " TABLE o";
      for (String each : List.of(insert, with)) {
        assertThat(session.rows("/* why */ EXPLAIN EXTENDED -- what\n" + each))
            .contains("[Checkpoint " + checkpoint + "]", "[  id bigint]", "[State]", "[  none]")
            .anyMatch(row -> row.startsWith("[Stream " + job + " into "))
            .anyMatch(row -> row.contains("Analyzed Logical Plan"));
      }
      assertThat(session.rows("EXPLAIN " + insert))
          .noneMatch(row -> row.contains("Analyzed Logical Plan"));
      assertThat(
              session
                  .rows("EXPLAIN INSERT INTO " + sink + " SELECT id, price FROM orders")
                  .toString())
          .contains("Physical Plan")
          .doesNotContain("Stream " + job);
    } finally {
      session.sql("RESET streaming.query.name");
      session.sql("RESET spark.sql.streaming.checkpointLocation." + job);
    }
    assertThat(checkpoint).doesNotExist();
    assertThat(shown(job)).isEmpty();
  }

  @Test
  void aLimitedQueryShowsTheFirstRows() {
    assertThat(session.rows("SELECT id FROM order_stream LIMIT 2")).hasSize(2);
    assertThat(session.rows("SELECT id FROM IDENTIFIER('order_stream') LIMIT 2")).hasSize(2);
    session.sql("CREATE TEMP VIEW dear AS SELECT id FROM order_stream WHERE price > 2");
    session.sql("CREATE TEMP VIEW `dear ones` AS SELECT id FROM dear");
    assertThat(session.rows("SELECT id FROM `dear ones` LIMIT 9")).containsExactly("[2]", "[3]");
    session.sql("CREATE OR REPLACE TEMP VIEW dear AS SELECT id FROM orders");
    assertThat(session.rows("SELECT id FROM dear LIMIT 9")).hasSize(3);
    assertThat(session.rows("SELECT price FROM `ORDER_stream` WHERE id = 3 LIMIT 2"))
        .containsExactly("[3.5]");
    assertThat(
            session.rows(
                "WITH o AS (SELECT * FROM order_stream) SELECT id % 2 AS odd, count(*) FROM o GROUP BY 1 LIMIT 5"))
        .containsExactly("[0,1]", "[1,2]");
    assertThat(session.rows("SELECT id FROM order_stream LIMIT 2")).hasSize(2);
    Throwable sorted =
        catchThrowable(() -> session.rows("SELECT id FROM order_stream ORDER BY id LIMIT 2"));
    assertThat(sorted)
        .hasMessageStartingWith("The first rows of a stream cannot be had of this query: Sorting ")
        .hasMessageNotContaining("\n");
    assertThat(session.spark().streams().active()).isEmpty();
    assertThat(session.sql("SELECT id FROM order_stream").isStreaming()).isTrue();
  }

  @Test
  void theRegistryHoldsWhatWasRunAndNoMore() throws Exception {
    session.sql(endless("SELECT id, price FROM order_stream /* note */ ;"));
    StreamDefinition definition = registry().get(job);
    assertThat(StreamDefinition.parse(definition.json(), "x")).isEqualTo(definition);
    assertThat(definition.body())
        .isEqualTo("INSERT INTO " + sink + " SELECT id, price FROM order_stream /* note */");
    assertThat(definition.scans()).hasSize(1);
    assertThat(definition.with(Map.of("a'b", "c\\d")).statement())
        .contains("OPTIONS ('a\\'b' = 'c\\\\d') INSERT");
    Path file = session.directory().resolve("registry").resolve("stream-" + job + ".json");
    Files.writeString(file, "{");
    refused("DESCRIBE STREAM " + job, "is damaged or of a newer version");
    assertThat(shown(job)).contains(",RUNNING,null,");
    session.sql("STOP STREAM " + job);
    assertThat(shown(job)).contains(",UNREADABLE,null,");
    refused("START STREAM " + job, "is damaged or of a newer version");
    Files.writeString(file, definition.json());
    session.sql("START STREAM " + job);
    session.sql("STOP STREAM " + job);
    Files.writeString(file, "");
    session.sql("DROP STREAM " + job);
    assertThat(shown(job)).isEmpty();
  }
}
