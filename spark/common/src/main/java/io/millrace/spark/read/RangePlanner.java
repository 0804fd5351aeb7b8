package io.millrace.spark.read;

import com.google.protobuf.ByteString;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.ComputeSplitPointsBySizeRequest;
import io.millrace.protocol.wire.ComputeSplitPointsBySizeResponse;
import io.millrace.spark.client.CallFailures;
import io.millrace.spark.client.Failures;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.pushdown.KeyRange;
import io.millrace.spark.pushdown.KeyRanges.Selection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Divides a read among tasks of about the size that the options ask for. */
final class RangePlanner {

  private static final long MEBIBYTE = 1 << 20;

  /** As many rows as one task reads faster than several are started. */
  private static final int SMALL_LIMIT = 10_000;

  /** Sizes up to this many MiB are told apart from each other. */
  private static final int SMALL_TABLE_MIB = 32;

  private final RangeTask task;

  RangePlanner(RangeTask task) {
    this.task = task;
  }

  List<RangePartition> plan(Selection selection) {
    boolean few =
        selection.points()
            || task.settings().maxSplits() == 1
            || (task.limit() != TablestoreScan.NO_LIMIT && task.limit() <= SMALL_LIMIT);
    List<PrimaryKey> points =
        few
            ? List.of()
            : splitPoints(task.settings().splitSizeMiB(), task.settings().maxSplits() - 1)
                .orElse(List.of());
    return KeyRange.cut(selection.ranges(), points).stream().map(RangePartition::of).toList();
  }

  /** About how many bytes a read goes over; empty when the service does not tell. */
  OptionalLong size(Selection selection) {
    long unit = 1;
    Optional<List<PrimaryKey>> points = splitPoints(1, SMALL_TABLE_MIB);
    if (points.isPresent() && points.get().size() >= SMALL_TABLE_MIB) {
      unit = task.settings().splitSizeMiB();
      points = splitPoints(task.settings().splitSizeMiB(), task.settings().maxSplits());
    }
    if (points.isEmpty()) {
      return OptionalLong.empty();
    }
    // A read of a part of the keys counts the splits it touches.
    return OptionalLong.of(KeyRange.cut(selection.ranges(), points.get()).size() * unit * MEBIBYTE);
  }

  /** Empty when the service does not have this operation. */
  private Optional<List<PrimaryKey>> splitPoints(int splitSizeMiB, int most) {
    byte[] request =
        ComputeSplitPointsBySizeRequest.newBuilder()
            .setTableName(task.key().table())
            .setSplitSize(splitSizeMiB)
            .setSplitSizeUnitInByte(MEBIBYTE)
            .setSplitPointLimit(most)
            .build()
            .toByteArray();
    try (SharedClients clients = SharedClients.open(task.connection())) {
      List<ByteString> points =
          RetryLoop.lasting(task.settings().retryTime())
              .call(
                  "splitting table " + task.key().table(),
                  () ->
                      ComputeSplitPointsBySizeResponse.parseFrom(
                          clients.wire().call("ComputeSplitPointsBySize", request).body()))
              .getSplitPointsList();
      RowCodec codec = new RowCodec();
      // Split points may have fewer columns than keys.
      return Optional.of(
          points.stream()
              .map(point -> KeyRange.beginningWith(task.key(), codec.decodeKey(point).columns()))
              .toList());
    } catch (RuntimeException e) {
      if (Failures.is(e, ErrorCode.PARAMETER_INVALID)) {
        // A server without this operation; one range is right, only slower.
        return Optional.empty();
      }
      throw CallFailures.describe(e, task.connection(), task.key().table()).unchecked();
    }
  }
}
