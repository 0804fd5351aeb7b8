package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;

/** Statements as the dialect's own documents and samples have them. */
class DialectIT extends OrderStreamTests {

  @Test
  void anInsertAfterItsWithClauseIsAStreamToo() throws Exception {
    session.sql("SET streaming.query.name=with_first");
    session.sql(
        "SET spark.sql.streaming.query.options.with_first.checkpointLocation="
            + stream.checkpoint());
    session.sql(
        "WITH insert AS (SELECT id, price FROM order_stream),\nmore AS (SELECT id + 1 AS id, price FROM insert)\nINSERT INTO "
            + stream.sink()
            + " (id, total)\nSELECT id, price FROM more WHERE id > 1");
    StreamingQuery query = session.spark().streams().active()[0];
    query.processAllAvailable();
    assertThat(session.rows("SELECT * FROM " + stream.sink()))
        .containsExactly("[2.5,2,null]", "[4.0,3,null]");
    session.sql("STOP STREAM with_first");
    session.sql("START STREAM with_first");
    assertThat(session.spark().streams().active()).hasSize(1);
    session.sql("STOP STREAM with_first");
    session.sql("SET streaming.query.name=");
  }

  @Test
  void aValueThatItsColumnHasNoRoomForEndsTheStream() {
    session.sql("CREATE TABLE narrow (number INT, price DECIMAL(3, 2)) USING parquet");
    session.sql("SET spark.sql.ansi.enabled=false");
    try {
      for (String column : List.of("9999999999L * id AS number", "price * 100 AS price")) {
        session.sql(
            "CREATE STREAM narrow OPTIONS(checkpointLocation='"
                + stream.checkpoint()
                + "', triggerType='AvailableNow') INSERT INTO narrow SELECT "
                + column
                + " FROM order_stream");
        assertThatThrownBy(() -> session.sql("AWAIT STREAMS"))
            .hasMessageContaining("Stream narrow failed")
            .hasMessageContaining("due to an overflow");
        session.sql("DROP STREAM narrow");
      }
    } finally {
      session.sql("RESET spark.sql.ansi.enabled");
    }
    assertThat(session.rows("SELECT * FROM narrow")).isEmpty();
  }

  @Test
  void anInsertIsAStreamWithItsNameInTheSettings() throws Exception {
    assertThatThrownBy(
            () -> session.sql("INSERT INTO " + stream.sink() + " SELECT id FROM order_stream"))
        .hasMessage(
            "INSERT INTO "
                + stream.sink()
                + " reads a stream, which needs a name: write CREATE STREAM name OPTIONS(checkpointLocation='...') INSERT INTO a table, or SET streaming.query.name=name.");
    session.sql("SET streaming.query.name=older");
    assertThatThrownBy(
            () -> session.sql("INSERT INTO " + stream.sink() + " SELECT id FROM order_stream"))
        .hasMessage(
            "Stream older has no checkpointLocation: SET spark.sql.streaming.query.options.older.checkpointLocation to a directory of its own.");
    session.sql(
        "SET spark.sql.streaming.query.options.older.checkpointLocation=" + stream.checkpoint());
    session.sql("SET spark.sql.streaming.query.options.other.older=1");
    refusedSetting("outputmode.older", ": did you mean spark.sql.streaming.query.outputMode.older");
    refusedSetting("tigger.older", ": did you mean spark.sql.streaming.query.trigger.older");
    refusedSetting("color.older", ": there are spark.sql.streaming.query.outputMode.older, ");
    session.sql("SET spark.sql.streaming.query.outputMode.older=append");
    session.sql("SET spark.sql.streaming.query.trigger.older=ProcessingTime");
    session.sql("SET spark.sql.streaming.query.trigger.intervalMs.older=100");
    session.sql(
        "INSERT INTO TABLE "
            + stream.sink()
            + " (id, total)\n// it's both\nSELECT id, price FROM order_stream;");
    StreamingQuery older = session.spark().streams().active()[0];
    assertThat(older.name()).isEqualTo("older");
    older.processAllAvailable();
    assertThat(session.rows("SELECT * FROM " + stream.sink()))
        .containsExactly("[2.5,1,null]", "[4.0,2,null]");
    assertThat(session.rows("SHOW STREAMS LIKE 'older'")).hasSize(1);
    assertThatThrownBy(
            () -> session.sql("INSERT INTO " + stream.sink() + " SELECT id FROM order_stream"))
        .hasMessageStartingWith("A stream named older is already running");
    session.sql("SET streaming.query.name=");
    // What only looks like one is Spark's.
    session.sql("CREATE TABLE plain (note STRING) USING parquet");
    session.sql("INSERT INTO plain SELECT 'order_stream'");
    assertThat(session.rows("SELECT * FROM plain")).containsExactly("[order_stream]");
    assertThatThrownBy(
            () -> session.sql("INSERT INTO " + stream.sink() + " SELECT idd FROM order_stream"))
        .hasMessageContaining("idd");
  }

  private void refusedSetting(String setting, String answer) {
    String key = "spark.sql.streaming.query." + setting;
    session.sql("SET " + key + "=x");
    assertThatThrownBy(
            () -> session.sql("INSERT INTO " + stream.sink() + " SELECT id FROM order_stream"))
        .hasMessageStartingWith("The setting " + key + " is not known" + answer)
        .hasMessageEndingWith("RESET " + key + " takes it away.");
    session.sql("RESET " + key);
  }

  @Test
  void aLookThatFailsSaysWhyInOneSentence() {
    assertThatThrownBy(() -> session.rows("SELECT raise_error('boom') FROM order_stream LIMIT 1"))
        .isInstanceOf(AnalysisException.class)
        .hasMessage("The first rows of the stream cannot be had: boom.");
  }

  @Test
  void aTunnelOfAnyNameIsRead() throws Exception {
    orders.create();
    session.sql(orders.createSource("named_source"));
    session.sql("CREATE TUNNEL `Täglich, um ``5``` ON named_source OPTIONS (start = 'earliest')");
    assertThat(session.rows("DESCRIBE TUNNEL `Täglich, um ``5``` ON named_source"))
        .anyMatch(row -> row.endsWith(",Stream OPEN, 0 rows delivered]"));
    orders.put(0, 3);
    session.sql(
        "CREATE SCAN named_scan ON named_source USING STREAM OPTIONS (tunnel.name = 'Täglich, um `5`')");
    assertThat(session.rows("SELECT price FROM named_scan LIMIT 3")).hasSize(3);
    assertThat(session.rows("DESCRIBE TUNNEL `Täglich, um ``5``` ON named_source").toString())
        .contains(" rows delivered up to 20")
        .doesNotContain("1970");
  }

  @Test
  void theRowsOfALookMayBeComputed() {
    assertThat(session.rows("SELECT id FROM order_stream LIMIT 2 - 1")).hasSize(1);
    assertThat(
            session.rows(
                "WITH q AS (SELECT id FROM order_stream) SELECT id FROM q LIMIT CAST('2' AS INT)"))
        .containsExactly("[1]", "[2]");
    assertThatThrownBy(() -> session.sql("SELECT id FROM order_stream LIMIT 1 - 2"))
        .hasMessageContaining("-1");
  }

  @Test
  void neitherALookNorAnExplanationMakesATunnel() throws Exception {
    orders.create();
    orders.put(0, 3);
    session.sql(orders.createSource("looked_at"));
    session.sql(
        "CREATE SCAN not_yet ON looked_at USING STREAM OPTIONS (tunnel.name = 'later', tunnel.create = true)");
    session.sql("CREATE TABLE looked_at_prices (price DOUBLE) USING parquet");
    String start =
        "CREATE STREAM later OPTIONS (checkpointLocation = '"
            + stream.checkpoint()
            + "', triggerType = 'AvailableNow') INSERT INTO looked_at_prices SELECT price FROM not_yet";
    assertThatThrownBy(() -> session.rows("SELECT price FROM not_yet LIMIT 2"))
        .hasMessageContaining(
            "Table OrderSource has no tunnel with the name later yet, and a look makes none: a"
                + " stream that reads the scan makes it, or CREATE TUNNEL does.");
    session.sql("EXPLAIN " + start);
    session.sql("EXPLAIN EXTENDED " + start);
    assertThat(session.rows("EXPLAIN SELECT price FROM not_yet").toString())
        .contains("price")
        .doesNotContain("Exception");
    assertThat(session.rows("SHOW TUNNELS ON looked_at")).isEmpty();

    session.sql(start);
    session.awaitStreams();
    assertThat(session.rows("SHOW TUNNELS ON looked_at"))
        .singleElement()
        .asString()
        .contains("later");
    assertThat(session.rows("SELECT price FROM not_yet LIMIT 2")).isEmpty();
    session.sql("DROP STREAM later");
  }

  /** A look at full data does not open the channels of the changes, nor does it wait for them. */
  @Test
  void aLookWaitsForNothingAndMovesNothing() throws Exception {
    orders.create();
    orders.put(0, 3);
    session.sql(orders.createSource("full_source"));
    session.sql("CREATE TUNNEL full ON full_source OPTIONS (type = 'BaseAndStream')");
    session.sql("CREATE SCAN full_data ON full_source USING STREAM OPTIONS (tunnel.name = 'full')");
    long began = System.nanoTime();
    assertThat(session.rows("SELECT price FROM full_data LIMIT 100")).hasSize(3);
    assertThat(session.rows("SELECT price FROM full_data LIMIT 100")).hasSize(3);
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .as("the time in which a stream waits for channels to open, twice")
        .isLessThan(Duration.ofSeconds(60));

    // Nor is a second look kept from where the first began.
    session.sql("CREATE TUNNEL early ON full_source OPTIONS (start = 'earliest')");
    session.sql(
        "CREATE SCAN early_data ON full_source USING STREAM OPTIONS (tunnel.name = 'early', start.position = 'earliest')");
    orders.put(3, 2);
    assertThat(session.rows("SELECT price FROM early_data LIMIT 2")).hasSize(2);
    assertThat(session.rows("SELECT price FROM early_data LIMIT 2")).hasSize(2);

    // And a stream begins there too, though the service has handed out the records before.
    session.sql("CREATE TABLE early_prices (price DOUBLE) USING parquet");
    session.sql(
        "CREATE STREAM early OPTIONS (checkpointLocation = '"
            + stream.checkpoint()
            + "', triggerType = 'AvailableNow') INSERT INTO early_prices SELECT price FROM early_data");
    for (StreamingQuery query : session.spark().streams().active()) {
      if (query.name().equals("early")) {
        assertThat(query.awaitTermination(120_000)).isTrue();
      }
    }
    assertThat(session.rows("SELECT * FROM early_prices")).hasSize(2);
    assertThat(session.rows("DESCRIBE STREAM early"))
        .anyMatch(
            row ->
                row.startsWith("[Source,Tablestore tunnel ") && row.contains(" (early) of table"))
        .contains("[  channelsWithMore,0]", "[  maxLagMs,0]", "[  rowsBehind,0]");
  }

  @Test
  void aTableIsMadeAndWrittenByAStream() throws Exception {
    String made = "CREATE TABLE made USING parquet AS SELECT id, price FROM order_stream";
    assertThatThrownBy(() -> session.sql(made))
        .hasMessageStartingWith("CREATE TABLE made AS reads a stream, which needs a name");
    session.sql("SET streaming.query.name=making");
    assertThatThrownBy(() -> session.sql(made))
        .hasMessageStartingWith("Stream making has no checkpointLocation");
    session.sql(
        "SET spark.sql.streaming.query.options.making.checkpointLocation=" + stream.checkpoint());
    assertThatThrownBy(() -> session.sql(made.replace("price", "prize")))
        .hasMessageContaining("prize")
        .hasMessageNotContaining("Project");
    assertThat(session.rows("SHOW TABLES LIKE 'made'")).isEmpty();

    session.sql(made);
    StreamingQuery making = session.spark().streams().active()[0];
    assertThat(making.name()).isEqualTo("making");
    making.processAllAvailable();
    assertThat(session.rows("SELECT * FROM made")).containsExactly("[1,2.5]", "[2,4.0]");
    assertThat(session.rows("DESCRIBE made"))
        .containsExactly("[id,bigint,null]", "[price,double,null]");
    session.sql("STOP STREAM making");
    assertThatThrownBy(() -> session.sql(made))
        .hasMessage(
            "There is a table made already: drop it, or write CREATE TABLE IF NOT EXISTS, with which the stream goes on writing into it.");
    session.sql(made.replace("TABLE made", "TABLE IF NOT EXISTS made"));
    session.spark().streams().active()[0].processAllAvailable();
    session.sql("STOP STREAM making");
    session.sql("START STREAM making");
    session.spark().streams().active()[0].processAllAvailable();
    assertThat(session.rows("SELECT * FROM made")).hasSize(2);
    session.sql("STOP STREAM making");

    // A table that says itself which columns it has; output.mode is the oldest dialect's.
    session.sql("SET streaming.query.name=showing");
    session.sql(
        "SET spark.sql.streaming.checkpointLocation.showing=" + stream.checkpoint().resolve("2"));
    session.sql(
        "CREATE TABLE shown USING noop OPTIONS(output.mode='complete') AS"
            + " WITH all AS (SELECT id FROM order_stream) SELECT id, count(*) AS n FROM all GROUP BY id");
    session.spark().streams().active()[0].processAllAvailable();
    assertThat(session.rows("DESCRIBE STREAM showing")).contains("[Output mode,complete]");
    session.sql("STOP STREAM showing");
    // One with a column list, which Spark's own statement cannot have.
    session.sql("SET streaming.query.name=listing");
    session.sql(
        "SET spark.sql.streaming.checkpointLocation.listing=" + stream.checkpoint().resolve("3"));
    session.sql("CREATE TABLE listed (id INT) USING parquet AS SELECT id FROM order_stream");
    session.spark().streams().active()[0].processAllAvailable();
    assertThat(session.rows("SELECT * FROM listed")).containsExactly("[1]", "[2]");
    session.sql("SET streaming.query.name=");
    // Without a stream it is Spark's.
    session.sql("CREATE TABLE copied USING parquet AS SELECT 'order_stream' AS id FROM orders");
    assertThat(session.rows("SELECT * FROM copied")).hasSize(2);
  }

  /** Its options lack a comma. */
  @Test
  void theStreamOfTheDocumentation() throws Exception {
    session.sql(
        "CREATE OR REPLACE TEMPORARY VIEW Orders_ AS SELECT id, price AS units FROM order_stream");
    session.sql("CREATE TABLE LargeOrders (id BIGINT, units DOUBLE) USING parquet");
    session.sql(
        """
        CREATE STREAM job1
        OPTIONS(
        checkpointLocation='/tmp/spark',
        outputMode='Append',
        triggerType='ProcessingTime'
        triggerIntervalMs='3000')
        INSERT INTO LargeOrders
        SELECT * FROM Orders_ WHERE units > 3;
        """
            .replace("/tmp/spark", stream.checkpoint().toString()));
    session.spark().streams().active()[0].processAllAvailable();
    assertThat(session.rows("SELECT * FROM LargeOrders")).containsExactly("[2,4.0]");
    // Another of its templates.
    assertThatThrownBy(
            () ->
                session.sql(
                    stream.statement(
                        ", triggerInterval='30000'", "", "SELECT id FROM order_stream")))
        .hasMessage("Unknown option triggerInterval: did you mean triggerIntervalMs?");
  }

  /** Its catalog has a name for each column twice, and its batches a size. */
  @Test
  void theTableOfTheDocumentation() {
    orders.createTable("test", "pk");
    session.sql("DROP TABLE IF EXISTS ots_table_test;");
    session.sql(
        """
        CREATE TABLE ots_table_test
        USING tablestore
        OPTIONS(
        endpoint="ENDPOINT",
        access.key.id="ID",
        access.key.secret="SECRET",
        table.name="test",
        instance.name="INSTANCE",
        batch.update.size="100",
        catalog='{"columns":{"pk":{"col":"pk","type":"string"},"data":{"col":"data","type":"string"}}}');
        """
            .replace("ENDPOINT", orders.instance().endpoint())
            .replace("ID", orders.instance().accessKeyId())
            .replace("SECRET", orders.instance().accessKeySecret())
            .replace("INSTANCE", orders.instance().name()));
    assertThat(session.rows("DESC ots_table_test;"))
        .containsExactly("[data,string,null]", "[pk,string,null]");
    session.sql("INSERT INTO ots_table_test SELECT string(id), 'x' FROM range(250)");
    assertThat(session.rows("SELECT count(*), max(data) FROM ots_table_test"))
        .containsExactly("[250,x]");
  }
}
