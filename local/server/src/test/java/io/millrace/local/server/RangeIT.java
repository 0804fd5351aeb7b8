package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.assertRefused;
import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Direction;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRangeResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RangeIT {
  private static final int ROWS = 250;

  @RegisterExtension static final SdkServer ots = new SdkServer();

  private final List<String> expected = new ArrayList<>();

  @BeforeEach
  void fill() {
    ots.createTable("t");
    BatchWriteRowRequest batch = new BatchWriteRowRequest();
    for (int i = 0; i < ROWS; i++) {
      RowPutChange put = new RowPutChange("t", key("p" + i % 5, i));
      put.addColumn("x", ColumnValue.fromLong(i));
      batch.addRowChange(put);
      if (batch.getRowsCount() == 200 || i == ROWS - 1) {
        assertThat(ots.sync().batchWriteRow(batch).isAllSucceed()).isTrue();
        batch = new BatchWriteRowRequest();
      }
    }
    for (int p = 0; p < 5; p++) {
      for (int i = p; i < ROWS; i += 5) {
        expected.add("p" + p + "/" + i);
      }
    }
  }

  @Test
  void readsForwardPageByPage() {
    assertThat(readAll(Direction.FORWARD, 7)).isEqualTo(expected);
    assertThat(readAll(Direction.FORWARD, -1)).isEqualTo(expected);
  }

  @Test
  void readsBackwardPageByPage() {
    List<String> reversed = new ArrayList<>(expected);
    java.util.Collections.reverse(reversed);
    assertThat(readAll(Direction.BACKWARD, 7)).isEqualTo(reversed);
  }

  @Test
  void includesTheStartAndExcludesTheEnd() {
    RangeRowQueryCriteria criteria = criteria(Direction.FORWARD, key("p1", 6), key("p1", 16));
    GetRangeResponse page = ots.sync().getRange(new GetRangeRequest(criteria));
    assertThat(page.getRows()).extracting(RangeIT::name).containsExactly("p1/6", "p1/11");
    assertThat(page.getNextStartPrimaryKey()).isNull();
  }

  @Test
  void refusesEndsInTheWrongOrder() {
    assertRefused(
        () ->
            ots.sync()
                .getRange(
                    new GetRangeRequest(criteria(Direction.FORWARD, key("b", 1), key("a", 1)))),
        400,
        "OTSParameterInvalid",
        "Begin key must less than end key in FORWARD");
    assertRefused(
        () ->
            ots.sync()
                .getRange(
                    new GetRangeRequest(criteria(Direction.BACKWARD, key("a", 1), key("a", 1)))),
        400,
        "OTSParameterInvalid",
        "Begin key must more than end key in BACKWARD");
  }

  private static List<String> readAll(Direction direction, int limit) {
    boolean forward = direction == Direction.FORWARD;
    PrimaryKey start = forward ? end(PrimaryKeyValue.INF_MIN) : end(PrimaryKeyValue.INF_MAX);
    PrimaryKey stop = forward ? end(PrimaryKeyValue.INF_MAX) : end(PrimaryKeyValue.INF_MIN);
    List<String> names = new ArrayList<>();
    while (start != null) {
      RangeRowQueryCriteria criteria = criteria(direction, start, stop);
      if (limit > 0) {
        criteria.setLimit(limit);
      }
      GetRangeResponse page = ots.sync().getRange(new GetRangeRequest(criteria));
      assertThat(page.getRows().size()).isLessThanOrEqualTo(limit > 0 ? limit : ROWS);
      page.getRows().forEach(row -> names.add(name(row)));
      start = page.getNextStartPrimaryKey();
    }
    return names;
  }

  private static RangeRowQueryCriteria criteria(
      Direction direction, PrimaryKey start, PrimaryKey stop) {
    RangeRowQueryCriteria criteria = new RangeRowQueryCriteria("t");
    criteria.setDirection(direction);
    criteria.setInclusiveStartPrimaryKey(start);
    criteria.setExclusiveEndPrimaryKey(stop);
    criteria.setMaxVersions(1);
    return criteria;
  }

  private static PrimaryKey end(PrimaryKeyValue value) {
    return PrimaryKeyBuilder.createPrimaryKeyBuilder()
        .addPrimaryKeyColumn("pk", value)
        .addPrimaryKeyColumn("sk", value)
        .build();
  }

  private static String name(Row row) {
    return row.getPrimaryKey().getPrimaryKeyColumn("pk").getValue().asString()
        + "/"
        + row.getPrimaryKey().getPrimaryKeyColumn("sk").getValue().asLong();
  }
}
