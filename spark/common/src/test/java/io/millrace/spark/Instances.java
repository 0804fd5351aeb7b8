package io.millrace.spark;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyOption;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.local.junit.LocalInstance;
import java.util.LinkedHashMap;
import java.util.Map;

/** What tests do to an instance, through the official clients. */
public final class Instances {

  private Instances() {}

  /** Makes a table with the keys, given as name and type in turn. */
  public static void createTable(SyncClient client, String table, Object... keys) {
    TableMeta meta = new TableMeta(table);
    for (int i = 0; i < keys.length; i += 2) {
      meta.addPrimaryKeyColumn((String) keys[i], (PrimaryKeyType) keys[i + 1]);
    }
    client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
  }

  /** The table of the tests: key {@code id}, attributes {@code v} and {@code n}. */
  public static void createItems(SyncClient client, String table) {
    createTable(client, table, "id", PrimaryKeyType.INTEGER);
  }

  /** A table of words by {@code day}; the service makes the {@code number} of each. */
  public static void createLog(SyncClient client, String table) {
    TableMeta meta = new TableMeta(table);
    meta.addPrimaryKeyColumn("day", PrimaryKeyType.STRING);
    meta.addPrimaryKeyColumn("number", PrimaryKeyType.INTEGER, PrimaryKeyOption.AUTO_INCREMENT);
    client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
  }

  /** The ID of a new tunnel. */
  public static String createTunnel(TunnelClient client, String table, TunnelType type) {
    return client
        .createTunnel(new CreateTunnelRequest(table, "of_" + table + "_" + type, type))
        .getTunnelId();
  }

  /** Puts items with ids from one number up to another, that one excluded. */
  public static void putItems(SyncClient client, String table, int first, int end) {
    for (int start = first; start < end; start += 200) {
      BatchWriteRowRequest request = new BatchWriteRowRequest();
      for (int id = start; id < Math.min(end, start + 200); id++) {
        request.addRowChange(item(table, id));
      }
      if (!client.batchWriteRow(request).isAllSucceed()) {
        throw new AssertionError("not all items were written");
      }
    }
  }

  private static RowPutChange item(String table, int id) {
    RowPutChange put =
        new RowPutChange(
            table,
            PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("id", PrimaryKeyValue.fromLong(id))
                .build());
    put.addColumn("v", ColumnValue.fromString("item " + id));
    put.addColumn("n", ColumnValue.fromLong(id % 10));
    return put;
  }

  /** The catalog of the items. */
  public static final String ITEMS =
      "{\"columns\": {\"id\": {\"type\": \"long\"}, \"v\": {\"type\": \"string\"}, \"n\": {\"type\":"
          + " \"long\"}}}";

  /** The catalog of the log. */
  public static final String LOG =
      "{\"columns\": {\"day\": {\"type\": \"string\"}, \"number\": {\"type\": \"long\"}, \"word\":"
          + " {\"type\": \"string\"}}}";

  /** The catalog of the items with what was done to each row and column. */
  public static final String ITEMS_WITH_CHANGES =
      ITEMS.replace(
          "}}}",
          "}, \"__ots_record_type__\": {\"type\": \"string\"}, \"__ots_record_timestamp__\":"
              + " {\"type\": \"long\"}, \"__ots_column_type_v\": {\"type\": \"string\"},"
              + " \"__ots_column_type_n\": {\"type\": \"string\"}}}");

  /** The options that reach a table. */
  public static Map<String, String> options(LocalInstance instance, String table, String catalog) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("endpoint", instance.endpoint());
    options.put("instance.name", instance.name());
    options.put("access.key.id", instance.accessKeyId());
    options.put("access.key.secret", instance.accessKeySecret());
    options.put("table.name", table);
    options.put("catalog", catalog);
    return options;
  }

  /** The statement that makes a Spark table with options. */
  public static String createStatement(String name, String columns, Map<String, String> options) {
    StringBuilder sql = new StringBuilder("CREATE TABLE " + name + " " + columns);
    sql.append(" USING tablestore OPTIONS(");
    String comma = "";
    for (Map.Entry<String, String> option : options.entrySet()) {
      sql.append(comma).append(option.getKey()).append("='").append(option.getValue()).append("'");
      comma = ", ";
    }
    return sql.append(")").toString();
  }
}
