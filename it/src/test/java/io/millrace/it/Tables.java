package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeIteratorParameter;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.StreamSpecification;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import java.util.Iterator;
import java.util.List;

/** The example's tables as a user makes and fills them, with the official SDK. */
final class Tables implements AutoCloseable {
  static final String SOURCE = "OrderSource";
  static final String SINK = "OrderStreamSink";

  private static final int BATCH = 200;

  private final SyncClient client;
  private final TunnelClient tunnels;

  Tables(String endpoint) {
    this(endpoint, "local", "local");
  }

  Tables(String endpoint, String keyId, String secret) {
    client = new SyncClient(endpoint, keyId, secret, "millrace");
    tunnels = new TunnelClient(endpoint, keyId, secret, "millrace");
  }

  /** Makes a table with two string key columns and a change log. */
  void create(String table, String firstKey, String secondKey) {
    TableMeta meta = new TableMeta(table);
    meta.addPrimaryKeyColumn(firstKey, PrimaryKeyType.STRING);
    meta.addPrimaryKeyColumn(secondKey, PrimaryKeyType.STRING);
    CreateTableRequest request = new CreateTableRequest(meta, new TableOptions(-1, 1));
    request.setStreamSpecification(new StreamSpecification(true, 168));
    client.createTable(request);
  }

  /** Makes the example's two tables and a tunnel on the first; returns the tunnel's id. */
  String createExample() {
    create(SOURCE, "UserId", "OrderId");
    create(SINK, "begin", "end");
    return createTunnel(SOURCE, "orders");
  }

  String createTunnel(String table, String name) {
    return tunnels
        .createTunnel(new CreateTunnelRequest(table, name, TunnelType.Stream))
        .getTunnelId();
  }

  void put(List<Orders.Order> orders) {
    for (int from = 0; from < orders.size(); from += BATCH) {
      BatchWriteRowRequest request = new BatchWriteRowRequest();
      for (Orders.Order order : orders.subList(from, Math.min(orders.size(), from + BATCH))) {
        RowPutChange row =
            new RowPutChange(SOURCE, key("UserId", order.userId(), "OrderId", order.orderId()));
        row.addColumn("price", ColumnValue.fromDouble(order.price()));
        row.addColumn("timestamp", ColumnValue.fromLong(order.timestamp()));
        request.addRowChange(row);
      }
      assertThat(client.batchWriteRow(request).getFailedRows()).isEmpty();
    }
  }

  private static PrimaryKey key(
      String first, String firstValue, String second, String secondValue) {
    return PrimaryKeyBuilder.createPrimaryKeyBuilder()
        .addPrimaryKeyColumn(first, PrimaryKeyValue.fromString(firstValue))
        .addPrimaryKeyColumn(second, PrimaryKeyValue.fromString(secondValue))
        .build();
  }

  /** The sink as it is now. */
  Windows sink() {
    return windows(SINK);
  }

  /** A table made like the sink as it is now. */
  Windows windows(String table) {
    Windows windows = new Windows();
    for (Iterator<Row> rows = rows(table, "begin", "end"); rows.hasNext(); ) {
      Row row = rows.next();
      windows.put(
          row.getPrimaryKey().getPrimaryKeyColumn("begin").getValue().asString(),
          row.getPrimaryKey().getPrimaryKeyColumn("end").getValue().asString(),
          row.getLatestColumn("count").getValue().asLong(),
          row.getLatestColumn("totalPrice").getValue().asDouble());
    }
    return windows;
  }

  /** The number of orders stored. */
  long orders() {
    long orders = 0;
    for (Iterator<Row> rows = rows(SOURCE, "UserId", "OrderId"); rows.hasNext(); rows.next()) {
      orders++;
    }
    return orders;
  }

  private Iterator<Row> rows(String table, String firstKey, String secondKey) {
    RangeIteratorParameter all = new RangeIteratorParameter(table);
    all.setInclusiveStartPrimaryKey(bound(firstKey, secondKey, PrimaryKeyValue.INF_MIN));
    all.setExclusiveEndPrimaryKey(bound(firstKey, secondKey, PrimaryKeyValue.INF_MAX));
    all.setMaxVersions(1);
    return client.createRangeIterator(all);
  }

  private static PrimaryKey bound(String firstKey, String secondKey, PrimaryKeyValue value) {
    return PrimaryKeyBuilder.createPrimaryKeyBuilder()
        .addPrimaryKeyColumn(firstKey, value)
        .addPrimaryKeyColumn(secondKey, value)
        .build();
  }

  List<String> names() {
    return client.listTable().getTableNames();
  }

  @Override
  public void close() {
    tunnels.shutdown();
    client.shutdown();
  }
}
