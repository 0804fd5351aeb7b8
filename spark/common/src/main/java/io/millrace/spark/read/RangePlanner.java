package io.millrace.spark.read;

import com.google.protobuf.ByteString;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.ComputeSplitPointsBySizeRequest;
import io.millrace.protocol.wire.ComputeSplitPointsBySizeResponse;
import io.millrace.spark.client.CallFailures;
import io.millrace.spark.client.Failures;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.schema.TableKey;
import java.util.ArrayList;
import java.util.List;

/** Cuts the table's keys into ranges of about the size the options ask for. */
final class RangePlanner {

  private static final long MEBIBYTE = 1 << 20;

  private RangePlanner() {}

  static List<RangePartition> plan(RangeTask task) {
    RowCodec codec = new RowCodec();
    List<byte[]> bounds = new ArrayList<>();
    bounds.add(codec.encodeKey(fill(task.key(), List.of(), Value.INF_MIN)).toByteArray());
    for (ByteString point : splitPoints(task)) {
      List<PrimaryKeyColumn> known = codec.decodeKey(point).columns();
      bounds.add(codec.encodeKey(fill(task.key(), known, Value.INF_MIN)).toByteArray());
    }
    bounds.add(codec.encodeKey(fill(task.key(), List.of(), Value.INF_MAX)).toByteArray());
    List<RangePartition> ranges = new ArrayList<>();
    for (int i = 1; i < bounds.size(); i++) {
      ranges.add(new RangePartition(bounds.get(i - 1), bounds.get(i)));
    }
    return ranges;
  }

  /** A key of the table that begins with the given columns; split points may be shorter. */
  private static PrimaryKey fill(TableKey key, List<PrimaryKeyColumn> begin, Value rest) {
    List<PrimaryKeyColumn> columns = new ArrayList<>(begin);
    key.names().stream()
        .skip(begin.size())
        .forEach(name -> columns.add(new PrimaryKeyColumn(name, rest)));
    return PrimaryKey.of(columns.toArray(new PrimaryKeyColumn[0]));
  }

  private static List<ByteString> splitPoints(RangeTask task) {
    if (task.settings().maxSplits() == 1) {
      return List.of();
    }
    byte[] request =
        ComputeSplitPointsBySizeRequest.newBuilder()
            .setTableName(task.key().table())
            .setSplitSize(task.settings().splitSizeMiB())
            .setSplitSizeUnitInByte(MEBIBYTE)
            .setSplitPointLimit(task.settings().maxSplits() - 1)
            .build()
            .toByteArray();
    try (SharedClients clients = SharedClients.open(task.connection())) {
      return RetryLoop.lasting(task.settings().retryTime())
          .call(
              "splitting table " + task.key().table(),
              () ->
                  ComputeSplitPointsBySizeResponse.parseFrom(
                      clients.wire().call("ComputeSplitPointsBySize", request).body()))
          .getSplitPointsList();
    } catch (RuntimeException e) {
      if (Failures.is(e, ErrorCode.PARAMETER_INVALID)) {
        // A server without this operation; one range is right, only slower.
        return List.of();
      }
      throw CallFailures.describe(e, task.connection(), task.key().table()).unchecked();
    }
  }
}
