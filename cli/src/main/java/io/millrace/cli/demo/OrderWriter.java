package io.millrace.cli.demo;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse.RowResult;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import io.millrace.cli.console.CommandFailure;
import java.util.List;

/**
 * Stores orders, each once: a row that is already there is left alone, so that a repeated request
 * or a second run over the same directory adds no second change for the stream to count.
 * Thread-safe.
 */
final class OrderWriter {
  /** The most rows the service takes in one batch. */
  static final int BATCH = 200;

  private static final Condition ABSENT = new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST);

  private final SyncClient client;

  OrderWriter(SyncClient client) {
    this.client = client;
  }

  /**
   * Stores at most {@link #BATCH} orders.
   *
   * @throws CommandFailure if one could not be stored
   */
  void write(List<Order> orders) {
    BatchWriteRowRequest request = new BatchWriteRowRequest();
    orders.forEach(order -> request.addRowChange(row(order)));
    for (RowResult failed : client.batchWriteRow(request).getFailedRows()) {
      if (!failed.getError().getCode().equals("OTSConditionCheckFail")) {
        Order order = orders.get(failed.getIndex());
        throw new CommandFailure(
            "The order ("
                + order.userId()
                + ", "
                + order.orderId()
                + ") could not be stored: "
                + failed.getError().getMessage());
      }
    }
  }

  private static RowPutChange row(Order order) {
    RowPutChange row =
        new RowPutChange(
            DemoTables.SOURCE,
            PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("UserId", PrimaryKeyValue.fromString(order.userId()))
                .addPrimaryKeyColumn("OrderId", PrimaryKeyValue.fromString(order.orderId()))
                .build());
    row.setCondition(ABSENT);
    row.addColumn("price", ColumnValue.fromDouble(order.price()));
    row.addColumn("timestamp", ColumnValue.fromLong(order.timestamp()));
    return row;
  }
}
