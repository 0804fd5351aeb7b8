package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Statements as the dialect's own documents and samples have them. */
class DialectIT {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(1).build();

  @RegisterExtension static final SqlSession session = new SqlSession();

  private TestStream stream;
  private OrderTables orders;

  @BeforeAll
  static void tables() {
    TestStream.tables(session);
  }

  @BeforeEach
  void ownSink(LocalInstance instance, SyncClient client, TunnelClient tunnels) {
    stream = TestStream.of(session);
    orders = new OrderTables(instance, client, tunnels);
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
        .hasMessageStartingWith("Stream older has no checkpointLocation");
    session.sql(
        "SET spark.sql.streaming.query.options.older.checkpointLocation=" + stream.checkpoint());
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
    assertThat(session.rows("SHOW TUNNELS ON looked_at")).isEmpty();

    session.sql(start);
    ended();
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

  @Test
  void batchesAreMergedIntoATable() throws Exception {
    orders.createTable("Merged", "id");
    session.sql("DROP TABLE IF EXISTS merged");
    session.sql(
        orders.createExternal(
            "merged",
            "Merged",
            "{\"columns\": {\"id\": {\"type\": \"string\"}, \"n\": {\"type\": \"long\"}, \"note\": {\"type\": \"string\"}}}"));
    session.sql("INSERT INTO merged VALUES ('a', 1, 'old'), ('b', 2, 'old'), ('c', 3, 'old')");
    session.jsonTable(
        "changes",
        "op STRING, id STRING, n LONG",
        "{\"op\": \"U\", \"id\": \"a\", \"n\": 10}\n{\"op\": \"D\", \"id\": \"b\"}\n{\"op\": \"U\", \"id\": \"d\", \"n\": 40}",
        "{\"op\": \"D\", \"id\": \"x\"}");
    session.sql("CREATE OR REPLACE SCAN change_stream ON changes USING STREAM");
    String merge =
        "CREATE STREAM merging OPTIONS(checkpointLocation='"
            + session.directory().resolve("merge")
            + "', triggerType='AvailableNow') MERGE INTO merged AS t USING change_stream AS s ON t.id = s.id"
            + " WHEN MATCHED AND s.op = 'D' THEN DELETE"
            + " WHEN MATCHED THEN UPDATE SET t.n = s.n + t.n"
            + " WHEN NOT MATCHED AND s.op <> 'D' THEN INSERT (id, n, note) VALUES (s.id, s.n, 'new')";
    refused(merge.replace("t.n = s.n", "t.id = s.op, t.n = s.n"), "Column id is of the key of");
    refused(merge.replace("t.n = s.n", "t.m = s.n"), "Column m of UPDATE is no column of");
    refused(merge.replace("s.n + t.n", "s.nn"), "nn");
    refused(merge.replace("(id, n, note) VALUES (s.id, ", "(n, note) VALUES ("), "lacks the key");
    refused(merge.replace("USING change_stream", "USING changes"), "reads no stream");
    session.sql(merge);
    ended();
    assertThat(session.rows("SELECT * FROM merged"))
        .containsExactly("[a,11,old]", "[c,3,old]", "[d,40,new]");
    session.jsonTable("more", "id STRING, n LONG, note STRING", "{\"id\": \"a\", \"n\": 5}");
    session.sql("CREATE OR REPLACE SCAN more_stream ON more USING STREAM");
    session.sql(
        "CREATE STREAM star OPTIONS(checkpointLocation='"
            + session.directory().resolve("star")
            + "', triggerType='AvailableNow') MERGE INTO merged USING (SELECT * FROM more_stream) s ON merged.id = s.id"
            + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *");
    ended();
    assertThat(session.rows("SELECT * FROM merged WHERE id = 'a'")).containsExactly("[a,5,null]");
    session.sql("START STREAM star");
    ended();

    session.sql(
        merge
            .replace("STREAM merging", "STREAM doubles")
            .replace("/merge'", "/doubles'")
            .replace(
                "USING change_stream AS s",
                "USING (SELECT 'c' AS id, op, n FROM change_stream) s"));
    StreamingQuery doubles = session.spark().streams().active()[0];
    assertThatThrownBy(() -> doubles.awaitTermination())
        .hasStackTraceContaining("A batch holds several rows for the key id=c of ");
    session.sql("DROP STREAM merging");
    session.sql("DROP STREAM star");
    session.sql("DROP STREAM doubles");
  }

  /** Without ON rows are found by the key of the table. */
  @Test
  void rowsAreMergedByTheirKey() throws Exception {
    orders.createTable("target_table", "id");
    session.sql(
        orders.createExternal(
            "target_table",
            "target_table",
            "{\"columns\": {\"id\": {\"type\": \"string\"}, \"name\": {\"type\": \"string\"}}}"));
    session.sql("INSERT INTO target_table VALUES ('a', 'old'), ('b', 'old'), ('c', 'old')");
    session.jsonTable(
        "source_rows",
        "id STRING, name STRING, opType STRING",
        "{\"id\": \"a\", \"opType\": \"delete\"}\n{\"id\": \"b\", \"name\": \"new\", \"opType\": \"update\"}",
        "{\"id\": \"d\", \"name\": \"new\", \"opType\": \"insert\"}\n{\"id\": \"e\", \"opType\": \"delete\"}");
    session.sql("CREATE SCAN source_table ON source_rows USING STREAM");
    String merge =
        "CREATE STREAM by_key OPTIONS(triggerType='AvailableNow', checkpointLocation='"
            + stream.checkpoint()
            + "') MERGE INTO target_table t\nUSING source_table s\n"
            + "WHEN s.opType = 'delete' THEN DELETE\n"
            + "WHEN s.opType = 'update' THEN UPDATE SET *\n"
            + "WHEN s.opType = 'insert' THEN INSERT *";
    refused(merge.replace("s.opType = 'insert'", "s.optype1 = 'insert'"), "optype1");
    refused(merge.replace("target_table t", "LargeOrdrs t"), "There is no table LargeOrdrs");
    refused(
        merge.replace("target_table t", stream.sink() + " t"),
        "needs ON and a condition after its source: only a table of Tablestore has a key to find rows by.");
    placed(merge.replace("s.opType = 'insert'", "'x' = ^s.optype1"), "optype1");
    placed(merge.replace("s.opType = 'insert'", "s.opType = ^= 'x'"), "'='");
    String matched =
        merge.substring(0, merge.indexOf("WHEN")).replace("table s\n", "table s ON t.id = s.id\n");
    placed(
        matched.replace("= s.id", "= s.id\n AND s.name = ^s.naame") + "WHEN MATCHED THEN DELETE",
        "naame");
    placed(matched + "WHEN MATCHED THEN UPDATE\n SET name = upper(^s.naame)", "naame");
    placed(matched + "WHEN MATCHED AND ^t.nam = 'x'\n THEN DELETE", "nam");
    placed(
        matched + "WHEN NOT MATCHED THEN\nINSERT (id, name) VALUES (s.id,\n ^uper(s.name))",
        "uper");
    session.sql(merge);
    ended();
    assertThat(session.rows("SELECT * FROM target_table"))
        .containsExactly("[b,new]", "[c,old]", "[d,new]");
    session.sql("START STREAM by_key");
    ended();
    session.sql("DROP STREAM by_key");
  }

  /** Refused at its place in the statement, whose condition or value it is. */
  private static void placed(String marked, String what) {
    int place = marked.indexOf('^');
    long line = marked.substring(0, place).lines().count();
    int column = place - 1 - marked.lastIndexOf('\n', place);
    assertThatThrownBy(() -> session.sql(marked.replace("^", "")))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining(what)
        .message()
        .containsAnyOf(
            "; line " + line + " pos " + column, "(line " + line + ", pos " + column + ")");
  }

  /** The published sample of change data capture, with a table of Tablestore as its target. */
  @Test
  void changesOfATableAreMergedIntoAnother() throws Exception {
    orders.create();
    session.sql(orders.createSource("order_rows"));
    orders.createTable("OrderCopy", "UserId", "OrderId");
    session.sql(
        orders
            .createSource("delta_orders")
            .replace("table.name='OrderSource'", "table.name='OrderCopy'"));
    session.sql(
        "CREATE SCAN incremental_orders ON order_rows USING STREAM OPTIONS(tunnel.id=\""
            + orders.createTunnel("OrderSource")
            + "\", maxoffsetsperchannel=\"10000\", record.columns=\"true\")");
    orders.put(0, 3);
    String sample =
        """
        CREATE STREAM orders_job
        OPTIONS (
        checkpointLocation='/delta/orders_checkpoint',
        triggerType='AvailableNow'
        )
        MERGE INTO delta_orders
        USING (
          SELECT __ots_record_type__ AS RecordType, __ots_record_timestamp__ AS RecordTimestamp,
          ots_col_parser(UserId, __ots_column_type_UserId) AS UserId,
          ots_col_parser(OrderId, __ots_column_type_OrderId) AS OrderId,
          ots_col_parser(price, __ots_column_type_price) AS price,
          ots_col_parser(timestamp, __ots_column_type_timestamp) AS timestamp
          FROM incremental_orders
        ) AS delta_source
        ON delta_orders.UserId=delta_source.UserId AND delta_orders.OrderId=delta_source.OrderId
        WHEN MATCHED AND delta_source.RecordType='DELETE' THEN
        DELETE
        WHEN MATCHED AND delta_source.RecordType='UPDATE' THEN
        UPDATE SET UserId=delta_source.UserId, OrderId=delta_source.OrderId, price=delta_source.price, timestamp=delta_source.timestamp
        WHEN NOT MATCHED AND delta_source.RecordType='PUT' THEN
        INSERT (UserId, OrderId, price, timestamp) values (delta_source.UserId, delta_source.OrderId, delta_source.price, delta_source.timestamp);
        """;
    session.sql(sample.replace("/delta/orders_checkpoint", stream.checkpoint().toString()));
    ended();
    assertThat(session.rows("SELECT * FROM delta_orders"))
        .hasSize(3)
        .isEqualTo(session.rows("SELECT * FROM order_rows"));
    List<Row> keys = session.sql("SELECT UserId, OrderId FROM order_rows").collectAsList();
    orders
        .client()
        .deleteRow(new DeleteRowRequest(new RowDeleteChange("OrderSource", key(keys.get(0)))));
    RowUpdateChange update = new RowUpdateChange("OrderSource", key(keys.get(1)));
    update.put("price", ColumnValue.fromDouble(99.5));
    update.deleteColumns("timestamp");
    orders.client().updateRow(new UpdateRowRequest(update));
    session.sql("START STREAM orders_job");
    ended();
    assertThat(session.rows("SELECT * FROM delta_orders"))
        .hasSize(2)
        .anyMatch(row -> row.endsWith(",99.5,null]"))
        .isEqualTo(session.rows("SELECT * FROM order_rows"));
    session.sql("DROP STREAM orders_job");
  }

  @Test
  void aScanThatHasTheColumnsOfItsChangesMirrorsItsTable() throws Exception {
    orders.create();
    session.sql(orders.createSource("mirrored"));
    orders.createTable("OrderMirror", "UserId", "OrderId");
    session.sql(
        orders
            .createSource("mirror")
            .replace("table.name='OrderSource'", "table.name='OrderMirror'"));
    session.sql(
        "CREATE SCAN order_changes ON mirrored USING STREAM OPTIONS(record.columns=true, tunnel.id='"
            + orders.createTunnel("OrderSource")
            + "')");
    assertThat(session.spark().table("order_changes").columns())
        .startsWith("__ots_record_type__", "__ots_record_timestamp__", "UserId")
        .endsWith("timestamp", "__ots_column_type_timestamp");
    assertThat(session.spark().table("mirrored").columns()).hasSize(4);
    orders.put(0, 5);
    String start =
        "CREATE STREAM mirroring OPTIONS(checkpointLocation='"
            + stream.checkpoint()
            + "', triggerType='AvailableNow') INSERT INTO mirror SELECT * FROM order_changes";
    session.sql(start);
    ended();
    List<Row> keys = session.sql("SELECT UserId, OrderId FROM mirrored").collectAsList();
    orders
        .client()
        .deleteRow(new DeleteRowRequest(new RowDeleteChange("OrderSource", key(keys.get(0)))));
    RowUpdateChange update = new RowUpdateChange("OrderSource", key(keys.get(1)));
    update.deleteColumns("price");
    orders.client().updateRow(new UpdateRowRequest(update));
    session.sql("START STREAM mirroring");
    ended();
    assertThat(session.rows("SELECT * FROM mirror"))
        .hasSize(4)
        .isEqualTo(session.rows("SELECT * FROM mirrored"));
    session.sql("DROP STREAM mirroring");
    session.sql(
        orders.createSource("with_changes").replace("OPTIONS(", "OPTIONS(record.columns=true, "));
    assertThat(session.spark().table("with_changes").columns())
        .hasSize(10)
        .containsExactly(session.spark().table("order_changes").columns());
  }

  private static PrimaryKey key(Row row) {
    return PrimaryKeyBuilder.createPrimaryKeyBuilder()
        .addPrimaryKeyColumn("UserId", PrimaryKeyValue.fromString(row.getString(0)))
        .addPrimaryKeyColumn("OrderId", PrimaryKeyValue.fromString(row.getString(1)))
        .build();
  }

  private static void ended() throws Exception {
    for (StreamingQuery query : session.spark().streams().active()) {
      query.awaitTermination();
    }
  }

  private static void refused(String sql, String sentence) {
    assertThatThrownBy(() -> session.rows(sql)).hasMessageContaining(sentence).hasNoCause();
  }
}
