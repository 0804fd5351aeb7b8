package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

/** Changes that are merged into a table, and changes of a table that make another its mirror. */
class MergedChangesIT extends OrderStreamTests {

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
    assertThat(session.rows("EXPLAIN " + merge))
        .anyMatch(line -> line.matches("\\[Stream merging into .*\\.Merged]"))
        .contains("[  op string]", "[  none]");
    assertThat(session.spark().streams().active()).isEmpty();
    session.sql(merge);
    session.awaitStreams();
    assertThat(session.rows("SELECT * FROM merged"))
        .containsExactly("[a,11,old]", "[c,3,old]", "[d,40,new]");
    session.jsonTable("more", "id STRING, n LONG, note STRING", "{\"id\": \"a\", \"n\": 5}");
    session.sql("CREATE OR REPLACE SCAN more_stream ON more USING STREAM");
    session.sql(
        "CREATE STREAM star OPTIONS(checkpointLocation='"
            + session.directory().resolve("star")
            + "', triggerType='AvailableNow') MERGE INTO merged USING (SELECT * FROM more_stream) s ON merged.id = s.id"
            + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *");
    session.awaitStreams();
    assertThat(session.rows("SELECT * FROM merged WHERE id = 'a'")).containsExactly("[a,5,null]");
    session.sql("START STREAM star");
    session.awaitStreams();

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
    createTarget("target_table");
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
    String query = "(SELECT id AS key, name, opType FROM source_table) s";
    refused(
        merge.replace("source_table s", query),
        "MERGE without ON finds rows of "
            + orders.instance().name()
            + ".target_table by their key, and its source has no column id: name one so with AS, or write ON.");
    query = "(SELECT id, opType FROM source_table) s";
    refused(
        merge.replace("source_table s", query),
        "UPDATE SET * takes every column of "
            + orders.instance().name()
            + ".target_table, and its source has no column name: name one so with AS, or list the columns.");
    refused(
        merge.replace("source_table s", query).replace("UPDATE SET *", "UPDATE SET name = 'x'"),
        "INSERT * takes every column of ");
    String elsewhere =
        "CREATE STREAM by_key OPTIONS(checkpointLocation='"
            + stream.checkpoint()
            + "') MERGE INTO "
            + stream.sink()
            + " t\nUSING source_table s ON t.id = s.id\nWHEN NOT MATCHED THEN INSERT ";
    refused(
        elsewhere + "(id) VALUES (CAST(s.id AS BIGINT))",
        "The source of " + stream.sink() + " knows no MERGE");
    placed(elsewhere + "(id)\n VALUES (^s.idd)", "idd");
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
    session.awaitStreams();
    assertThat(session.rows("SELECT * FROM target_table"))
        .containsExactly("[b,new]", "[c,old]", "[d,new]");
    session.sql("START STREAM by_key");
    session.awaitStreams();
    session.sql("DROP STREAM by_key");

    // The documentation's other form, whose INSERT names columns that its table has not.
    createTarget("target_of_two");
    String twice =
        """
        MERGE INTO target_of_two t
        USING source_table s
        ON s.id = t.id
        WHEN MATCHED AND s.opType = 'delete' THEN DELETE
        WHEN MATCHED AND s.opType = 'update' THEN UPDATE SET id = s.id, name = s.name
        WHEN NOT MATCHED AND s.opType = 'insert' THEN INSERT (key, value) VALUES (key, value)
        """;
    String by =
        merge
            .substring(0, merge.indexOf("MERGE"))
            .replace(stream.checkpoint() + "", stream.checkpoint() + "2");
    refused(by + twice, "Column key of INSERT is no column of");
    session.sql(by + twice.replace("key", "id").replace("value)", "name)"));
    session.awaitStreams();
    assertThat(session.rows("SELECT * FROM target_of_two"))
        .containsExactly("[b,new]", "[c,old]", "[d,new]");
    session.sql("DROP STREAM by_key");
  }

  private void createTarget(String name) {
    orders.createTable(name, "id");
    session.sql(
        orders.createExternal(
            name,
            name,
            "{\"columns\": {\"id\": {\"type\": \"string\"}, \"name\": {\"type\": \"string\"}}}"));
    session.sql("INSERT INTO " + name + " VALUES ('a', 'old'), ('b', 'old'), ('c', 'old')");
  }

  @Test
  void valuesAreStoredAsAnInsertStoresThem() throws Exception {
    orders.createTable("Narrow", "id");
    session.sql(
        orders.createExternal(
            "narrow_rows",
            "Narrow",
            "{\"columns\": {\"id\": {\"type\": \"string\"}, \"n\": {\"type\": \"int\"}, \"note\": {\"type\": \"string\"}}}"));
    session.sql("INSERT INTO narrow_rows VALUES ('a', 1, 'old')");
    session.jsonTable(
        "wide", "id STRING, n LONG", "{\"id\": \"a\", \"n\": 7}\n{\"id\": \"b\", \"n\": 8}");
    session.sql("CREATE SCAN wide_stream ON wide USING STREAM");
    String merge =
        "CREATE STREAM storing OPTIONS(triggerType='AvailableNow', checkpointLocation='"
            + stream.checkpoint()
            + "') MERGE INTO narrow_rows t USING wide_stream s ON t.id = s.id"
            + " WHEN MATCHED THEN UPDATE SET n = s.n, note = s.n"
            + " WHEN NOT MATCHED THEN INSERT (id, n) VALUES (s.id, s.n)";
    String sentence = " is int, and MERGE gives it string: convert it with CAST.";
    refused(merge.replace("n = s.n,", "n = s.id,"), sentence);
    refused(merge.replace("(s.id, s.n)", "(s.id, 'x')"), sentence);
    refused(
        merge
            .replace("USING wide_stream", "USING (SELECT id, id AS n, id AS note FROM wide_stream)")
            .replace("SET n = s.n, note = s.n", "SET *"),
        sentence);
    refused(
        merge.replace("WHEN NOT MATCHED", "WHEN NOT MATCHED BY SOURCE"),
        "Syntax error at or near 'SOURCE': a stream cannot look at all rows of the table");
    session.sql(merge);
    session.awaitStreams();
    assertThat(session.rows("SELECT * FROM narrow_rows")).containsExactly("[a,7,7]", "[b,8,null]");
    session.sql("DROP STREAM storing");

    fails(merge.replace("s.n)", "s.n * 1000000000)").replace("= s.n,", "= s.n * 1000000000,"), 1)
        .hasStackTraceContaining("CAST_OVERFLOW_IN_TABLE_INSERT");
    fails(merge.replace("t.id = s.id", "t.id = concat(s.id, 'x')").replace("(s.id,", "(NULL,"), 2)
        .hasStackTraceContaining("A batch holds rows whose key column id of ");
    assertThat(session.rows("SELECT * FROM narrow_rows")).containsExactly("[a,7,7]", "[b,8,null]");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> fails(String start, int number) {
    session.sql(start.replace("/job'", "/failing" + number + "'"));
    StreamingQuery failing = session.spark().streams().active()[0];
    var failure = assertThatThrownBy(() -> failing.awaitTermination());
    session.sql("DROP STREAM storing");
    return failure;
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
    session.sql(orders.createOrders("delta_orders", "OrderCopy"));
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
    session.awaitStreams();
    assertThat(session.rows("SELECT * FROM delta_orders"))
        .hasSize(3)
        .isEqualTo(session.rows("SELECT * FROM order_rows"));
    deleteOneAndUpdateAnother(
        "order_rows",
        update -> update.put("price", ColumnValue.fromDouble(99.5)).deleteColumns("timestamp"));
    session.sql("START STREAM orders_job");
    session.awaitStreams();
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
    session.sql(orders.createOrders("mirror", "OrderMirror"));
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
    session.awaitStreams();
    deleteOneAndUpdateAnother("mirrored", update -> update.deleteColumns("price"));
    session.sql("START STREAM mirroring");
    session.awaitStreams();
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

  /** Changes two rows of {@code OrderSource}, which the session knows by another name. */
  private void deleteOneAndUpdateAnother(String table, Consumer<RowUpdateChange> columns) {
    List<Row> keys = session.sql("SELECT UserId, OrderId FROM " + table).collectAsList();
    orders
        .client()
        .deleteRow(new DeleteRowRequest(new RowDeleteChange("OrderSource", key(keys.get(0)))));
    RowUpdateChange update = new RowUpdateChange("OrderSource", key(keys.get(1)));
    columns.accept(update);
    orders.client().updateRow(new UpdateRowRequest(update));
  }

  private static PrimaryKey key(Row row) {
    return PrimaryKeyBuilder.createPrimaryKeyBuilder()
        .addPrimaryKeyColumn("UserId", PrimaryKeyValue.fromString(row.getString(0)))
        .addPrimaryKeyColumn("OrderId", PrimaryKeyValue.fromString(row.getString(1)))
        .build();
  }

  private static void refused(String sql, String sentence) {
    assertThatThrownBy(() -> session.rows(sql)).hasMessageContaining(sentence).hasNoCause();
  }
}
