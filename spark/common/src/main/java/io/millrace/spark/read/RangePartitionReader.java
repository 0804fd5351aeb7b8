package io.millrace.spark.read;

import com.google.protobuf.ByteString;
import io.millrace.protocol.wire.ActionType;
import io.millrace.protocol.wire.Direction;
import io.millrace.protocol.wire.GetRangeRequest;
import io.millrace.spark.client.CallFailures;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.row.RowDecoder;
import io.millrace.spark.schema.RecordColumns;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructField;

/** Gives the rows of one range, page by page. */
final class RangePartitionReader implements PartitionReader<InternalRow> {

  private final RangeTask task;
  private final RangePartition partition;
  private final SharedClients clients;
  private final RetryLoop retries;
  private final RowDecoder decoder;
  private boolean started;
  private byte[] nextStart;
  private long remaining;
  private InternalRow row;

  RangePartitionReader(RangeTask task, RangePartition partition) {
    this.task = task;
    this.partition = partition;
    clients = SharedClients.open(task.connection());
    retries = RetryLoop.lasting(task.settings().retryTime());
    decoder = new RowDecoder(task.key().table(), task.schema());
    remaining = task.limit() == TablestoreScan.NO_LIMIT ? Long.MAX_VALUE : task.limit();
  }

  @Override
  public boolean next() {
    if (remaining == 0) {
      return false;
    }
    row = started ? decoder.next(ActionType.PUT_ROW) : null;
    while (row == null) {
      if (started && nextStart == null) {
        return false;
      }
      readPage(started ? nextStart : partition.start());
      started = true;
      row = decoder.next(ActionType.PUT_ROW);
    }
    remaining--;
    return true;
  }

  private void readPage(byte[] start) {
    byte[] request = request(start);
    RangePage page;
    try {
      page =
          retries.call(
              "reading a range of table " + task.key().table(),
              () -> RangePage.parse(clients.wire().call("GetRange", request).body()));
    } catch (RuntimeException e) {
      throw CallFailures.describe(e, task.connection(), task.key().table()).unchecked();
    }
    nextStart = page.next();
    decoder.start(page.bytes(), page.offset(), page.length());
  }

  private byte[] request(byte[] start) {
    GetRangeRequest.Builder request =
        GetRangeRequest.newBuilder()
            .setTableName(task.key().table())
            .setDirection(Direction.FORWARD)
            .setMaxVersions(1)
            .setInclusiveStartPrimaryKey(ByteString.copyFrom(start))
            .setExclusiveEndPrimaryKey(ByteString.copyFrom(partition.end()));
    if (remaining <= Integer.MAX_VALUE) {
      request.setLimit((int) remaining);
    }
    // With a key column among them, a row comes also when it has none of the others.
    request.addAllColumnsToGet(task.key().names());
    for (StructField field : task.schema().fields()) {
      if (!task.key().names().contains(field.name())
          && !RecordColumns.isRecordColumn(field.name())) {
        request.addColumnsToGet(field.name());
      }
    }
    return request.build().toByteArray();
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() {
    clients.close();
  }
}
