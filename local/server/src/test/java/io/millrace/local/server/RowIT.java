package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.assertRefused;
import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.GetRowResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.PutRowResponse;
import com.alicloud.openservices.tablestore.model.ReturnType;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.UpdateRowResponse;
import com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition;
import com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RowIT {
  @RegisterExtension static final SdkServer ots = new SdkServer();

  @BeforeEach
  void createTable() {
    ots.createTable("t");
  }

  @Test
  void readsBackEveryType() {
    RowPutChange put = new RowPutChange("t", key("ключ", -5));
    put.addColumn("int", ColumnValue.fromLong(Long.MIN_VALUE));
    put.addColumn("double", ColumnValue.fromDouble(-0.5));
    put.addColumn("string", ColumnValue.fromString("tägliche 订单"));
    put.addColumn("bool", ColumnValue.fromBoolean(true));
    put.addColumn("blob", ColumnValue.fromBinary(new byte[] {0, -1, 127}));
    PutRowResponse response = ots.sync().putRow(new PutRowRequest(put));
    assertThat(response.getConsumedCapacity().getCapacityUnit().getWriteCapacityUnit())
        .isEqualTo(1);
    assertThat(response.getConsumedCapacity().getCapacityUnit().getReadCapacityUnit()).isZero();

    GetRowResponse read = get(key("ключ", -5));
    Row row = read.getRow();
    assertThat(row.getPrimaryKey()).isEqualTo(key("ключ", -5));
    assertThat(row.getLatestColumn("int").getValue().asLong()).isEqualTo(Long.MIN_VALUE);
    assertThat(row.getLatestColumn("double").getValue().asDouble()).isEqualTo(-0.5);
    assertThat(row.getLatestColumn("string").getValue().asString()).isEqualTo("tägliche 订单");
    assertThat(row.getLatestColumn("bool").getValue().asBoolean()).isTrue();
    assertThat(row.getLatestColumn("blob").getValue().asBinary())
        .isEqualTo(new byte[] {0, -1, 127});
    assertThat(read.getConsumedCapacity().getCapacityUnit().getReadCapacityUnit()).isEqualTo(1);
    assertThat(read.getConsumedCapacity().getCapacityUnit().getWriteCapacityUnit()).isZero();
  }

  @Test
  void anAbsentRowIsNull() {
    assertThat(get(key("none", 1)).getRow()).isNull();
    assertThat(get(key("none", 1)).getConsumedCapacity().getCapacityUnit().getReadCapacityUnit())
        .isEqualTo(1);
  }

  @Test
  void putReplacesTheWholeRow() {
    put(key("a", 1), "x", "1");
    put(key("a", 1), "y", "2");
    assertThat(get(key("a", 1)).getRow().getColumns())
        .extracting(Column::getName)
        .containsExactly("y");
  }

  @Test
  void updateChangesNamedColumnsAndIncrements() {
    put(key("a", 1), "x", "1");
    RowUpdateChange update = new RowUpdateChange("t", key("a", 1));
    update.put("y", ColumnValue.fromString("2"));
    update.deleteColumns("x");
    update.increment(new Column("n", ColumnValue.fromLong(7)));
    update.addReturnColumn("n");
    update.setReturnType(ReturnType.RT_AFTER_MODIFY);
    UpdateRowResponse response = ots.sync().updateRow(new UpdateRowRequest(update));

    assertThat(response.getRow().getLatestColumn("n").getValue().asLong()).isEqualTo(7);
    Row row = get(key("a", 1)).getRow();
    assertThat(row.getColumns()).extracting(Column::getName).containsExactly("n", "y");
  }

  @Test
  void deleteRemovesTheRow() {
    put(key("a", 1), "x", "1");
    ots.sync().deleteRow(new DeleteRowRequest(new RowDeleteChange("t", key("a", 1))));
    assertThat(get(key("a", 1)).getRow()).isNull();
    ots.sync().deleteRow(new DeleteRowRequest(new RowDeleteChange("t", key("a", 1))));
  }

  @Test
  void returnsTheKeyWhenAsked() {
    RowPutChange put = new RowPutChange("t", key("a", 1));
    put.addColumn("x", ColumnValue.fromLong(1));
    put.setReturnType(ReturnType.RT_PK);
    assertThat(ots.sync().putRow(new PutRowRequest(put)).getRow().getPrimaryKey())
        .isEqualTo(key("a", 1));
  }

  @Test
  void checksRowConditions() {
    put(key("a", 1), "x", "1");
    RowPutChange mustBeNew = new RowPutChange("t", key("a", 1));
    mustBeNew.addColumn("x", ColumnValue.fromString("2"));
    mustBeNew.setCondition(new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST));
    assertRefused(
        () -> ots.sync().putRow(new PutRowRequest(mustBeNew)),
        403,
        "OTSConditionCheckFail",
        "Condition check failed.");

    RowUpdateChange mustExist = new RowUpdateChange("t", key("b", 1));
    mustExist.put("x", ColumnValue.fromString("2"));
    mustExist.setCondition(new Condition(RowExistenceExpectation.EXPECT_EXIST));
    assertRefused(
        () -> ots.sync().updateRow(new UpdateRowRequest(mustExist)),
        403,
        "OTSConditionCheckFail",
        "Condition check failed.");
  }

  @Test
  void checksColumnConditions() {
    put(key("a", 1), "x", "1");
    RowUpdateChange update = new RowUpdateChange("t", key("a", 1));
    update.put("x", ColumnValue.fromString("2"));
    Condition condition = new Condition(RowExistenceExpectation.EXPECT_EXIST);
    condition.setColumnCondition(
        new SingleColumnValueCondition(
            "x", SingleColumnValueCondition.CompareOperator.EQUAL, ColumnValue.fromString("1")));
    update.setCondition(condition);
    ots.sync().updateRow(new UpdateRowRequest(update));
    assertThat(get(key("a", 1)).getRow().getLatestColumn("x").getValue().asString()).isEqualTo("2");

    assertRefused(
        () -> ots.sync().updateRow(new UpdateRowRequest(update)),
        403,
        "OTSConditionCheckFail",
        "Condition check failed.");
  }

  @Test
  void filtersReads() {
    put(key("a", 1), "x", "1");
    SingleRowQueryCriteria criteria = criteria(key("a", 1));
    criteria.setFilter(
        new SingleColumnValueFilter(
            "x", SingleColumnValueFilter.CompareOperator.NOT_EQUAL, ColumnValue.fromString("1")));
    assertThat(ots.sync().getRow(new GetRowRequest(criteria)).getRow()).isNull();
  }

  @Test
  void readsNamedColumnsOnly() {
    RowPutChange put = new RowPutChange("t", key("a", 1));
    put.addColumn("x", ColumnValue.fromLong(1));
    put.addColumn("y", ColumnValue.fromLong(2));
    ots.sync().putRow(new PutRowRequest(put));

    SingleRowQueryCriteria criteria = criteria(key("a", 1));
    criteria.addColumnsToGet("y");
    Row row = ots.sync().getRow(new GetRowRequest(criteria)).getRow();
    assertThat(row.getColumns()).extracting(Column::getName).containsExactly("y");
    assertThat(row.getPrimaryKey()).isEqualTo(key("a", 1));
  }

  @Test
  void refusesAKeyThatDoesNotFitTheTable() {
    PrimaryKey wrongName =
        com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder.createPrimaryKeyBuilder()
            .addPrimaryKeyColumn(
                "pk", com.alicloud.openservices.tablestore.model.PrimaryKeyValue.fromString("a"))
            .build();
    assertRefused(
        () -> get(wrongName), 400, "OTSInvalidPK", "Validate PK size fail. Input: 1, Meta: 2.");
  }

  @Test
  void theAsyncClientWorksToo() throws Exception {
    RowPutChange put = new RowPutChange("t", key("a", 1));
    put.addColumn("x", ColumnValue.fromLong(1));
    ots.async().putRow(new PutRowRequest(put), null).get(10, TimeUnit.SECONDS);
    Row row =
        ots.async()
            .getRow(new GetRowRequest(criteria(key("a", 1))), null)
            .get(10, TimeUnit.SECONDS)
            .getRow();
    assertThat(row.getLatestColumn("x").getValue().asLong()).isEqualTo(1);
  }

  private static void put(PrimaryKey key, String column, String value) {
    RowPutChange put = new RowPutChange("t", key);
    put.addColumn(column, ColumnValue.fromString(value));
    ots.sync().putRow(new PutRowRequest(put));
  }

  private static GetRowResponse get(PrimaryKey key) {
    return ots.sync().getRow(new GetRowRequest(criteria(key)));
  }

  private static SingleRowQueryCriteria criteria(PrimaryKey key) {
    SingleRowQueryCriteria criteria = new SingleRowQueryCriteria("t", key);
    criteria.setMaxVersions(1);
    return criteria;
  }
}
