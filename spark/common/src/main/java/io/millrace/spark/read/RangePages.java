package io.millrace.spark.read;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.google.protobuf.ByteString;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.wire.BulkExportRequest;
import io.millrace.protocol.wire.DataBlockType;
import io.millrace.protocol.wire.Direction;
import io.millrace.protocol.wire.GetRangeRequest;
import io.millrace.spark.client.CallFailures;
import io.millrace.spark.client.Failures;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.schema.RecordColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.StructField;

/**
 * Asks for the pages of a task's ranges, one after the other. They come by BulkExport where the
 * service has it and takes it, and by GetRange where not.
 */
final class RangePages implements AutoCloseable {

  private final RangeTask task;
  private final List<RangePartition.Range> ranges;
  private final List<String> columns;
  private final SharedClients clients;
  private final RetryLoop retries;
  private boolean exports;
  private int range;
  private byte[] nextStart;
  private long calls;
  private long answers;
  private long bytes;

  RangePages(RangeTask task, RangePartition partition) {
    this.task = task;
    ranges = partition.ranges();
    columns = columns(task);
    clients = SharedClients.open(task.connection());
    retries = RetryLoop.lasting(task.settings().retryTime());
    // An export has no limit on its rows.
    exports = task.settings().bulkExport() && task.limit() == TablestoreScan.NO_LIMIT;
    nextStart = ranges.isEmpty() ? null : ranges.get(0).start();
  }

  /** With a key column among them, a row comes also when it has none of the others. */
  private static List<String> columns(RangeTask task) {
    List<String> columns = new ArrayList<>(task.key().names());
    for (StructField field : task.schema().fields()) {
      if (!columns.contains(field.name()) && !RecordColumns.isRecordColumn(field.name())) {
        columns.add(field.name());
      }
    }
    // More than a request may name: all columns come, and the reader passes over the others.
    return columns.size() > Limits.COLUMNS_TO_GET ? List.of() : columns;
  }

  /**
   * The next page, or null when there is none.
   *
   * @param most how many rows are still wanted
   */
  RangePage next(long most) {
    if (nextStart == null) {
      return null;
    }
    RangePage page = read(nextStart, ranges.get(range).end(), most);
    nextStart = page.next();
    if (nextStart == null && ++range < ranges.size()) {
      nextStart = ranges.get(range).start();
    }
    return page;
  }

  private RangePage read(byte[] start, byte[] end, long most) {
    if (exports) {
      try {
        return retries.call("exporting" + ofTable(), () -> export(start, end));
      } catch (RuntimeException e) {
        boolean refused = e instanceof TableStoreException && !Failures.mayPass(e);
        if (!refused && !(e instanceof IllegalStateException)) {
          throw CallFailures.describe(e, task.connection(), task.key().table()).unchecked();
        }
        // A service without it, or a key that may not: what else is wrong, the other call tells.
        exports = false;
      }
    }
    try {
      return retries.call("reading a range" + ofTable(), () -> range(start, end, most));
    } catch (RuntimeException e) {
      throw CallFailures.describe(e, task.connection(), task.key().table()).unchecked();
    }
  }

  private String ofTable() {
    return " of table " + task.key().table();
  }

  private RangePage export(byte[] start, byte[] end) throws Exception {
    BulkExportRequest.Builder request =
        BulkExportRequest.newBuilder()
            .setTableName(task.key().table())
            .setDataBlockTypeHint(DataBlockType.DBT_PLAIN_BUFFER)
            .setInclusiveStartPrimaryKey(ByteString.copyFrom(start))
            .setExclusiveEndPrimaryKey(ByteString.copyFrom(end))
            .addAllColumnsToGet(columns);
    if (task.filter() != null) {
      request.setFilter(ByteString.copyFrom(task.filter()));
    }
    return RangePage.ofExport(call("BulkExport", request.build().toByteArray()));
  }

  private RangePage range(byte[] start, byte[] end, long most) throws Exception {
    GetRangeRequest.Builder request =
        GetRangeRequest.newBuilder()
            .setTableName(task.key().table())
            .setDirection(Direction.FORWARD)
            .setMaxVersions(1)
            .setInclusiveStartPrimaryKey(ByteString.copyFrom(start))
            .setExclusiveEndPrimaryKey(ByteString.copyFrom(end))
            .addAllColumnsToGet(columns);
    if (task.filter() != null) {
      request.setFilter(ByteString.copyFrom(task.filter()));
    }
    if (most <= Integer.MAX_VALUE) {
      request.setLimit((int) most);
    }
    return RangePage.ofRange(call("GetRange", request.build().toByteArray()));
  }

  private byte[] call(String operation, byte[] request) throws Exception {
    calls++;
    byte[] answer = clients.wire().call(operation, request).body();
    answers++;
    bytes += answer.length;
    return answer;
  }

  /** Requests made so far, repeated ones included. */
  long calls() {
    return calls;
  }

  /** Requests that were not answered with rows, most of which were repeated. */
  long failures() {
    return calls - answers;
  }

  /** Bytes that came so far. */
  long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    clients.close();
  }
}
