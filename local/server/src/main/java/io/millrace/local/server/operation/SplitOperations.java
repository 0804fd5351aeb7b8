package io.millrace.local.server.operation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.engine.row.Capacity;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ReadErrors;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.wire.ComputeSplitPointsBySizeRequest;
import io.millrace.protocol.wire.ComputeSplitPointsBySizeResponse;
import io.millrace.protocol.wire.SplitLocation;
import java.util.List;

/** ComputeSplitPointsBySize. */
final class SplitOperations {
  private SplitOperations() {}

  static byte[] bySize(OperationCall call) throws InvalidProtocolBufferException {
    ComputeSplitPointsBySizeRequest request =
        ComputeSplitPointsBySizeRequest.parseFrom(call.body());
    String table = Requests.tableName(request.hasTableName(), request.getTableName());
    if (request.hasSplitPointLimit() && request.getSplitPointLimit() <= 0) {
      throw ReadErrors.splitPointLimit();
    }
    int limit = request.hasSplitPointLimit() ? request.getSplitPointLimit() : Integer.MAX_VALUE;
    List<PrimaryKey> points = call.instance().splitPoints(table, splitBytes(request), limit);
    ComputeSplitPointsBySizeResponse.Builder response =
        ComputeSplitPointsBySizeResponse.newBuilder()
            .setConsumed(Consumption.of(Capacity.ofRead(0)))
            .addAllSchema(
                TableEncoder.keySchema(call.instance().describeTable(table).schema().key()))
            .addLocations(SplitLocation.newBuilder().setLocation("").setRepeat(points.size() + 1L));
    for (PrimaryKey point : points) {
      response.addSplitPoints(Rows.encodeKey(point));
    }
    return response.build().toByteArray();
  }

  private static long splitBytes(ComputeSplitPointsBySizeRequest request) {
    if (request.getSplitSize() <= 0) {
      throw ReadErrors.splitSize();
    }
    long unit =
        request.hasSplitSizeUnitInByte()
            ? request.getSplitSizeUnitInByte()
            : Limits.SPLIT_UNIT_SIZE;
    if (unit < Limits.MIN_SPLIT_UNIT_SIZE) {
      throw ReadErrors.splitUnit();
    }
    return request.getSplitSize() > Long.MAX_VALUE / unit
        ? Long.MAX_VALUE
        : request.getSplitSize() * unit;
  }
}
