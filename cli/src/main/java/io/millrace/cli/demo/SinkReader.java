package io.millrace.cli.demo;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRangeResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import java.util.ArrayList;
import java.util.List;

/** Reads the windows of the sink table in the order of their begin. */
final class SinkReader {
  private final SyncClient client;

  SinkReader(SyncClient client) {
    this.client = client;
  }

  /** All windows whose begin is not before {@code begin}; the empty string asks for all. */
  List<WindowTotal> from(String begin) {
    List<WindowTotal> windows = new ArrayList<>();
    PrimaryKey next = key(PrimaryKeyValue.fromString(begin), PrimaryKeyValue.INF_MIN);
    PrimaryKey end = key(PrimaryKeyValue.INF_MAX, PrimaryKeyValue.INF_MAX);
    while (next != null) {
      RangeRowQueryCriteria criteria = new RangeRowQueryCriteria(DemoTables.SINK);
      criteria.setInclusiveStartPrimaryKey(next);
      criteria.setExclusiveEndPrimaryKey(end);
      criteria.setMaxVersions(1);
      GetRangeResponse page = client.getRange(new GetRangeRequest(criteria));
      page.getRows().forEach(row -> windows.add(window(row)));
      next = page.getNextStartPrimaryKey();
    }
    return windows;
  }

  private static PrimaryKey key(PrimaryKeyValue begin, PrimaryKeyValue end) {
    return PrimaryKeyBuilder.createPrimaryKeyBuilder()
        .addPrimaryKeyColumn("begin", begin)
        .addPrimaryKeyColumn("end", end)
        .build();
  }

  private static WindowTotal window(Row row) {
    Column count = row.getLatestColumn("count");
    Column total = row.getLatestColumn("totalPrice");
    return new WindowTotal(
        row.getPrimaryKey().getPrimaryKeyColumn("begin").getValue().asString(),
        row.getPrimaryKey().getPrimaryKeyColumn("end").getValue().asString(),
        count.getValue().asLong(),
        total.getValue().asDouble(),
        Math.max(count.getTimestamp(), total.getTimestamp()));
  }
}
