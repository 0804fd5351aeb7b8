package io.millrace.spark.sql;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.local.junit.LocalInstance;
import java.util.Random;

/** The tables of the documented example in an instance, and what it takes to write to them. */
record OrderTables(LocalInstance instance, SyncClient client, TunnelClient tunnels) {

  private static final String ORDER_CATALOG =
      "{\"columns\": {\"UserId\": {\"type\": \"string\"}, \"OrderId\": {\"type\": \"string\"}, \"price\": {\"type\": \"double\"},"
          + " \"timestamp\": {\"type\": \"long\"}}}";
  private static final String SINK_CATALOG =
      "{\"columns\": {\"begin\": {\"type\": \"string\"}, \"end\": {\"type\": \"string\"}, \"count\": {\"type\": \"long\"},"
          + " \"totalPrice\": {\"type\": \"double\"}}}";

  void create() {
    createTable("OrderSource", "UserId", "OrderId");
    createTable("OrderStreamSink", "begin", "end");
  }

  void createTable(String name, String... keys) {
    TableMeta meta = new TableMeta(name);
    for (String key : keys) {
      meta.addPrimaryKeyColumn(new PrimaryKeySchema(key, PrimaryKeyType.STRING));
    }
    client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
  }

  String createTunnel(String table) {
    return tunnels
        .createTunnel(new CreateTunnelRequest(table, "tunnel", TunnelType.Stream))
        .getTunnelId();
  }

  /** Orders one second apart, with prices in halves so that any sum of them is exact. */
  void put(int first, int count) {
    Random random = new Random(first);
    for (int from = first; from < first + count; from += 200) {
      BatchWriteRowRequest request = new BatchWriteRowRequest();
      for (int at = from; at < Math.min(from + 200, first + count); at++) {
        RowPutChange row =
            new RowPutChange(
                "OrderSource",
                PrimaryKeyBuilder.createPrimaryKeyBuilder()
                    .addPrimaryKeyColumn(
                        "UserId", PrimaryKeyValue.fromString("user" + random.nextInt(50)))
                    .addPrimaryKeyColumn("OrderId", PrimaryKeyValue.fromString("order" + at))
                    .build());
        row.addColumn("price", ColumnValue.fromDouble(at % 100 / 2.0));
        row.addColumn("timestamp", ColumnValue.fromLong(1_574_838_840_000L + at * 1000L));
        request.addRowChange(row);
      }
      client.batchWriteRow(request);
    }
  }

  String createSource(String name) {
    return createOrders(name, "OrderSource");
  }

  /** The statement for a table of the instance that has the columns of the orders. */
  String createOrders(String name, String table) {
    return createExternal(name, table, ORDER_CATALOG);
  }

  String createSink(String name) {
    return createExternal(name, "OrderStreamSink", SINK_CATALOG);
  }

  String createExternal(String name, String table, String catalog) {
    return "CREATE TABLE "
        + name
        + " USING tablestore OPTIONS(endpoint='"
        + instance.endpoint()
        + "', access.key.id='"
        + instance.accessKeyId()
        + "', access.key.secret='"
        + instance.accessKeySecret()
        + "', instance.name='"
        + instance.name()
        + "', table.name='"
        + table
        + "', catalog='"
        + catalog
        + "')";
  }
}
