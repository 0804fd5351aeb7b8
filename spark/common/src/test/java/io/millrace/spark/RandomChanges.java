package io.millrace.spark;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import java.util.Random;

/** Puts, updates and deletes of items, by chance, on few keys. */
public final class RandomChanges {

  private final SyncClient client;
  private final String table;
  private final int keys;
  private final Random random;

  /** Changes of a table of items with so many keys. */
  public RandomChanges(SyncClient client, String table, int keys, long seed) {
    this.client = client;
    this.table = table;
    this.keys = keys;
    random = new Random(seed);
  }

  /** Makes some more changes, one after the other. */
  public void make(int count) {
    for (int i = 0; i < count; i++) {
      change();
    }
  }

  private void change() {
    PrimaryKey key =
        PrimaryKeyBuilder.createPrimaryKeyBuilder()
            .addPrimaryKeyColumn("id", PrimaryKeyValue.fromLong(random.nextInt(keys)))
            .build();
    ColumnValue v = ColumnValue.fromString("v" + random.nextInt());
    ColumnValue n = ColumnValue.fromLong(random.nextInt());
    switch (random.nextInt(6)) {
      case 0 -> client.putRow(new PutRowRequest(new RowPutChange(table, key).addColumn("v", v)));
      case 1 ->
          client.putRow(
              new PutRowRequest(new RowPutChange(table, key).addColumn("v", v).addColumn("n", n)));
      case 2 -> client.updateRow(new UpdateRowRequest(new RowUpdateChange(table, key).put("n", n)));
      case 3 ->
          client.updateRow(
              new UpdateRowRequest(new RowUpdateChange(table, key).put("n", n).deleteColumns("v")));
      case 4 ->
          client.updateRow(
              new UpdateRowRequest(new RowUpdateChange(table, key).put("v", v).deleteColumns("n")));
      default -> client.deleteRow(new DeleteRowRequest(new RowDeleteChange(table, key)));
    }
  }
}
