package io.millrace.local.server.conformance;

import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRangeResponse;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter;
import io.millrace.local.server.SdkServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is at a limit and still goes, and rules that clients' tests rely on. */
class AtTheLimitIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  @Test
  void aRowOf1024ColumnsComesBackWhole() {
    SERVER
        .sync()
        .createTable(
            new CreateTableRequest(SdkServer.meta("t"), new TableOptions(-1, Integer.MAX_VALUE)));
    RowPutChange change = new RowPutChange("t", key("k", 1));
    for (int i = 0; i < 1024; i++) {
      change.addColumn(String.format("c%04d", i), ColumnValue.fromLong(i));
    }
    SERVER.sync().putRow(new PutRowRequest(change));
    assertThat(get(Integer.MAX_VALUE).getColumns()).hasSize(1024);
  }

  @Test
  void everyWriteOfOneColumnIsAVersion() {
    SERVER.sync().createTable(new CreateTableRequest(SdkServer.meta("t"), new TableOptions(-1, 3)));
    for (int i = 1; i <= 3; i++) {
      RowUpdateChange change = new RowUpdateChange("t", key("k", 1));
      change.put("c", ColumnValue.fromLong(i));
      SERVER.sync().updateRow(new UpdateRowRequest(change));
    }
    assertThat(get(3).getColumn("c"))
        .extracting(column -> column.getValue().asLong())
        .containsExactly(3L, 2L, 1L);
  }

  @Test
  void aRangeIsCutAt5000Rows() {
    SERVER.createTable("t");
    for (int batch = 0; batch < 26; batch++) {
      BatchWriteRowRequest request = new BatchWriteRowRequest();
      for (int i = 0; i < 200; i++) {
        request.addRowChange(new RowPutChange("t", key("k", batch * 200L + i)));
      }
      SERVER.sync().batchWriteRow(request);
    }
    GetRangeResponse page = range(null);
    assertThat(page.getRows()).hasSize(5000);
    assertThat(page.getNextStartPrimaryKey()).isEqualTo(key("k", 5000));
  }

  @Test
  void aRangeIsCutAtFourMegabytes() {
    SERVER.createTable("t");
    String value = "v".repeat(1024 * 1024);
    for (int i = 0; i < 6; i++) {
      RowPutChange change = new RowPutChange("t", key("k", i));
      change.addColumn("c", ColumnValue.fromString(value));
      SERVER.sync().putRow(new PutRowRequest(change));
    }
    GetRangeResponse page = range(null);
    assertThat(page.getRows()).hasSize(4);
    assertThat(page.getNextStartPrimaryKey()).isEqualTo(key("k", 4));
  }

  @Test
  void filtersSeeKeyColumns() {
    SERVER.createTable("t");
    for (int i = 0; i < 5; i++) {
      SERVER.sync().putRow(new PutRowRequest(new RowPutChange("t", key("k", i))));
    }
    GetRangeResponse page =
        range(
            new SingleColumnValueFilter(
                "sk", SingleColumnValueFilter.CompareOperator.LESS_THAN, ColumnValue.fromLong(2)));
    assertThat(page.getRows()).hasSize(2);
  }

  @Test
  void anExistenceConditionReadsOneUnit() {
    SERVER.createTable("t");
    RowPutChange change = new RowPutChange("t", key("k", 1));
    change.addColumn("b", ColumnValue.fromString("v".repeat(4096)));
    change.addColumn("e", ColumnValue.fromString("v".repeat(4096)));
    SERVER.sync().putRow(new PutRowRequest(change));
    change.setCondition(new Condition(RowExistenceExpectation.EXPECT_EXIST));
    CapacityUnit consumed =
        SERVER.sync().putRow(new PutRowRequest(change)).getConsumedCapacity().getCapacityUnit();
    assertThat(consumed.getReadCapacityUnit()).isEqualTo(1);
    assertThat(consumed.getWriteCapacityUnit()).isEqualTo(3);
  }

  @Test
  void anAtomicBatchFailsEveryRowOfItsTable() {
    SERVER.createTable("t");
    BatchWriteRowRequest request = new BatchWriteRowRequest();
    request.setAtomic(true);
    for (String partition : new String[] {"0", "1"}) {
      RowPutChange change = new RowPutChange("t", key(partition, 1));
      change.addColumn(new Column("c", ColumnValue.fromLong(1)));
      request.addRowChange(change);
    }
    BatchWriteRowResponse response = SERVER.sync().batchWriteRow(request);
    assertThat(response.getFailedRows())
        .hasSize(2)
        .allSatisfy(
            row -> {
              assertThat(row.getError().getCode()).isEqualTo("OTSDataOutOfRange");
              assertThat(row.getError().getMessage())
                  .isEqualTo("Data out of scope of atomic. Atomic PartKey:0. Data PartKey:1");
            });
  }

  private static Row get(int maxVersions) {
    SingleRowQueryCriteria criteria = new SingleRowQueryCriteria("t", key("k", 1));
    criteria.setMaxVersions(maxVersions);
    return SERVER.sync().getRow(new GetRowRequest(criteria)).getRow();
  }

  private static GetRangeResponse range(SingleColumnValueFilter filter) {
    RangeRowQueryCriteria criteria = new RangeRowQueryCriteria("t");
    criteria.setInclusiveStartPrimaryKey(key("", Long.MIN_VALUE));
    criteria.setExclusiveEndPrimaryKey(key("z", 0));
    criteria.setMaxVersions(1);
    if (filter != null) {
      criteria.setFilter(filter);
    }
    return SERVER.sync().getRange(new GetRangeRequest(criteria));
  }
}
