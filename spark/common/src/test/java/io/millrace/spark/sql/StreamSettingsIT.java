package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names and options of streams in settings, as the dialect's page about them has them. */
class StreamSettingsIT extends OneStreamTests {

  private static final String NAME = "streaming.query.name";
  private static final String PREFIX = "spark.sql.streaming.query.";

  @AfterEach
  void noName() {
    session.sql("RESET " + NAME);
  }

  @Test
  void theNearestNameBeforeAStatementIsItsOwn() throws Exception {
    named("one_test_job_1");
    session.sql("SET " + PREFIX + "trigger.one_test_job_1 = Once");
    named("one_test_job_2");
    session.sql("SET " + PREFIX + "trigger.intervalMs.one_test_job_2 = 30");
    session.sql("CREATE TABLE tb_test_1 USING parquet AS SELECT id FROM order_stream");
    assertThat(running()).containsExactly("one_test_job_2");

    // A later name is none of a stream that runs, nor are the options of another.
    named("one_test_job_3");
    session.sql("INSERT INTO " + stream.sink() + " SELECT id FROM order_stream");
    assertThat(running()).containsExactly("one_test_job_2", "one_test_job_3");
    assertThat(session.rows("DESCRIBE STREAM one_test_job_2")).contains("[Trigger,ProcessingTime]");
    assertThat(session.rows("DESCRIBE STREAM EXTENDED one_test_job_2").toString())
        .contains("'triggerIntervalMs' = '30'");
    assertThat(session.rows("DESCRIBE STREAM EXTENDED one_test_job_3").toString())
        .doesNotContain("triggerIntervalMs");

    named("one_test_job_1");
    session.sql("CREATE TABLE tb_test_2 USING parquet AS SELECT price FROM order_stream");
    for (StreamingQuery query : session.spark().streams().active()) {
      query.processAllAvailable();
    }
    assertThat(session.rows("SELECT * FROM tb_test_1")).containsExactly("[1]", "[2]");
    assertThat(session.rows("SELECT id FROM " + stream.sink())).containsExactly("[1]", "[2]");
    assertThat(session.rows("DESCRIBE STREAM one_test_job_1")).contains("[Trigger,Once]");
  }

  @Test
  void twoStatementsWithOneNameAreRefused() {
    session.sql("CREATE TABLE tb_first (id BIGINT) USING parquet");
    session.sql("CREATE TABLE tb_second (id BIGINT) USING parquet");
    named("one_test_job");
    session.sql("INSERT INTO tb_first SELECT id FROM order_stream");
    String second = "INSERT INTO tb_second SELECT id FROM order_stream";
    String third = "CREATE TABLE tb_third USING parquet AS SELECT id FROM order_stream";
    for (String another : List.of(second, third)) {
      assertThatThrownBy(() -> session.sql(another))
          .hasMessage(
              "A stream named one_test_job is already running in this session: choose another name.");
    }
    session.sql("STOP STREAM one_test_job");
    assertThatThrownBy(() -> session.sql(second))
        .hasMessageContaining("belongs to stream one_test_job into spark_catalog.")
        .hasMessageContaining(".tb_first: give stream one_test_job into spark_catalog.")
        .hasMessageEndingWith(".tb_second a directory of its own.");
    assertThatThrownBy(() -> session.sql(third)).hasMessageContaining(".tb_first: give stream");
    assertThat(running()).isEmpty();
    assertThat(session.rows("SELECT * FROM tb_second")).isEmpty();
    assertThat(session.rows("SHOW TABLES LIKE 'tb_third'")).isEmpty();
  }

  /** The documentation's two templates of a job, over tables that are here. */
  @Test
  void theTemplatesRun() throws Exception {
    String database = "job_" + session.spark().catalog().currentDatabase();
    String home = session.spark().catalog().currentDatabase();
    for (String value :
        List.of(
            "dbName = " + database,
            "slsTableName = sls",
            "hdfsTableName = hdfs",
            "location = " + session.directory().resolve("template"),
            "queryName = templated",
            "checkpointLocation = " + stream.checkpoint(),
            "condition = col1 > 1")) {
      session.sql("SET " + value);
    }
    session.sql("CREATE DATABASE IF NOT EXISTS ${dbName};");
    try {
      session.sql("USE ${dbName};");
      String log =
          "CREATE TABLE IF NOT EXISTS ${slsTableName} (col1 BIGINT, col2 STRING)\nUSING loghub\nOPTIONS (\n"
              + "sls.project = 'p',\nsls.store = 's',\nendpoint = 'http://127.0.0.1:1');";
      assertThatThrownBy(() -> session.sql(log)).hasMessageContaining("loghub");
      session.jsonTable("sls", "col1 BIGINT, col2 STRING", "{\"col1\": 1}\n{\"col1\": 2}");
      session.sql(
          "CREATE TABLE IF NOT EXISTS ${hdfsTableName} (col1 BIGINT, col2 STRING)\nUSING PARQUET\nLOCATION '${location}';");
      session.sql("CREATE SCAN ${slsTableName}_scan ON ${slsTableName} USING STREAM OPTIONS ();");
      session.sql("SET streaming.query.name=${queryName};");
      session.sql(
          "SET spark.sql.streaming.query.options.${queryName}.checkpointLocation=${checkpointLocation};");
      session.sql("SET spark.sql.streaming.query.trigger.${queryName}=ProcessingTime;");
      session.sql("SET spark.sql.streaming.query.trigger.intervalMs.${queryName}=30;");
      String insert =
          "INSERT INTO ${hdfsTableName}\nSELECT col1, col2\nFROM ${slsTableName}_scan\nWHERE ${condition}";
      session.sql(insert);
      drained("templated");
      assertThat(session.rows("SELECT * FROM hdfs")).containsExactly("[2,null]");

      session.sql("STOP STREAM ${queryName}");
      session.sql(
          "CREATE STREAM ${queryName}\nOPTIONS(\ncheckpointLocation='${checkpointLocation}',\noutputMode='Append',"
              + "\ntriggerType='ProcessingTime',\ntriggerIntervalMs='30')\n"
              + insert);
      drained("templated");
      assertThat(session.rows("SELECT * FROM hdfs")).containsExactly("[2,null]");
      session.sql("STOP STREAM templated");
    } finally {
      session.sql("USE " + home);
      session.sql("DROP DATABASE " + database + " CASCADE");
    }
  }

  private static void drained(String name) {
    StreamingQuery only = session.spark().streams().active()[0];
    assertThat(only.name()).isEqualTo(name);
    only.processAllAvailable();
  }

  private void named(String name) {
    session.sql("SET " + NAME + "=" + name);
    session.sql(
        "SET "
            + PREFIX
            + "options."
            + name
            + ".checkpointLocation="
            + stream.checkpoint().resolve(name));
  }

  private static List<String> running() {
    return Arrays.stream(session.spark().streams().active())
        .map(StreamingQuery::name)
        .sorted()
        .toList();
  }
}
