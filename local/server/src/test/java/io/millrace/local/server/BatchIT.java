package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.assertRefused;
import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.BatchGetRowRequest;
import com.alicloud.openservices.tablestore.model.BatchGetRowResponse;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.MultiRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BatchIT {
  @RegisterExtension static final SdkServer ots = new SdkServer();

  @BeforeEach
  void createTables() {
    ots.createTable("t");
    ots.createTable("u");
  }

  @Test
  void writesAndReadsSeveralTablesInOrder() {
    BatchWriteRowRequest write = new BatchWriteRowRequest();
    write.addRowChange(put("u", 1));
    write.addRowChange(put("t", 2));
    write.addRowChange(put("t", 1));
    write.addRowChange(put("u", 2));
    assertThat(ots.sync().batchWriteRow(write).isAllSucceed()).isTrue();

    BatchGetRowRequest read = new BatchGetRowRequest();
    for (String table : List.of("t", "u")) {
      MultiRowQueryCriteria criteria = new MultiRowQueryCriteria(table);
      criteria.setMaxVersions(1);
      criteria.addRow(key("a", 2)).addRow(key("a", 9)).addRow(key("a", 1));
      read.addMultiRowQueryCriteria(criteria);
    }
    BatchGetRowResponse response = ots.sync().batchGetRow(read);
    assertThat(response.isAllSucceed()).isTrue();
    for (String table : List.of("t", "u")) {
      List<BatchGetRowResponse.RowResult> rows = response.getBatchGetRowResult(table);
      assertThat(rows).hasSize(3);
      assertThat(rows.get(0).getRow().getPrimaryKey()).isEqualTo(key("a", 2));
      assertThat(rows.get(1).getRow()).isNull();
      assertThat(rows.get(2).getRow().getPrimaryKey()).isEqualTo(key("a", 1));
    }
  }

  @Test
  void appliesTheRowsOfOneKeyInOrder() {
    BatchWriteRowRequest write = new BatchWriteRowRequest();
    write.addRowChange(put("t", 1));
    write.addRowChange(new RowDeleteChange("t", key("a", 1)));
    RowUpdateChange update = new RowUpdateChange("t", key("a", 1));
    update.put("y", ColumnValue.fromLong(3));
    write.addRowChange(update);
    assertThat(ots.sync().batchWriteRow(write).isAllSucceed()).isTrue();

    SingleRowQueryCriteria criteria = new SingleRowQueryCriteria("t", key("a", 1));
    criteria.setMaxVersions(1);
    Row row = ots.sync().getRow(new GetRowRequest(criteria)).getRow();
    assertThat(row.getColumns()).hasSize(1);
    assertThat(row.getLatestColumn("y").getValue().asLong()).isEqualTo(3);
  }

  @Test
  void aRowFailsAlone() {
    RowPutChange impossible = put("t", 1);
    impossible.setCondition(new Condition(RowExistenceExpectation.EXPECT_EXIST));
    BatchWriteRowRequest write = new BatchWriteRowRequest();
    write.addRowChange(put("t", 5));
    write.addRowChange(impossible);
    write.addRowChange(put("t", 6));

    BatchWriteRowResponse response = ots.sync().batchWriteRow(write);

    List<BatchWriteRowResponse.RowResult> rows = response.getRowStatus("t");
    assertThat(rows)
        .extracting(BatchWriteRowResponse.RowResult::isSucceed)
        .containsExactly(true, false, true);
    assertThat(rows.get(1).getError().getCode()).isEqualTo("OTSConditionCheckFail");
    assertThat(rows.get(1).getError().getMessage()).isEqualTo("Condition check failed.");
  }

  @Test
  void anUnknownTableFailsItsRows() {
    BatchWriteRowRequest write = new BatchWriteRowRequest();
    write.addRowChange(put("t", 5));
    write.addRowChange(put("none", 1));
    BatchWriteRowResponse response = ots.sync().batchWriteRow(write);
    assertThat(response.getRowStatus("t").get(0).isSucceed()).isTrue();
    assertThat(response.getRowStatus("none").get(0).getError().getCode())
        .isEqualTo("OTSObjectNotExist");

    MultiRowQueryCriteria criteria = new MultiRowQueryCriteria("none");
    criteria.setMaxVersions(1);
    criteria.addRow(key("a", 1));
    BatchGetRowRequest read = new BatchGetRowRequest();
    read.addMultiRowQueryCriteria(criteria);
    assertThat(
            ots.sync().batchGetRow(read).getBatchGetRowResult("none").get(0).getError().getCode())
        .isEqualTo("OTSObjectNotExist");
  }

  @Test
  void countsRowsAgainstTheLimits() {
    assertThat(ots.sync().batchWriteRow(puts(200)).isAllSucceed()).isTrue();
    assertRefused(
        () -> ots.sync().batchWriteRow(puts(201)),
        400,
        "OTSParameterInvalid",
        "Rows count exceeds the upper limit: 200.");
    assertThat(ots.sync().batchGetRow(gets(100)).isAllSucceed()).isTrue();
    assertRefused(
        () -> ots.sync().batchGetRow(gets(101)),
        400,
        "OTSParameterInvalid",
        "Rows count exceeds the upper limit: 100.");
  }

  private static RowPutChange put(String table, long sk) {
    RowPutChange put = new RowPutChange(table, key("a", sk));
    put.addColumn("x", ColumnValue.fromLong(sk));
    return put;
  }

  private static BatchWriteRowRequest puts(int count) {
    BatchWriteRowRequest write = new BatchWriteRowRequest();
    for (int i = 0; i < count; i++) {
      write.addRowChange(put("t", i));
    }
    return write;
  }

  private static BatchGetRowRequest gets(int count) {
    MultiRowQueryCriteria criteria = new MultiRowQueryCriteria("t");
    criteria.setMaxVersions(1);
    for (int i = 0; i < count; i++) {
      criteria.addRow(key("a", i));
    }
    BatchGetRowRequest read = new BatchGetRowRequest();
    read.addMultiRowQueryCriteria(criteria);
    return read;
  }
}
