package io.millrace.local.server.operation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.engine.row.RangePage;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.protocol.error.ReadErrors;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.wire.Direction;
import io.millrace.protocol.wire.GetRangeRequest;
import io.millrace.protocol.wire.GetRangeResponse;

/** GetRange. */
final class RangeOperations {
  private RangeOperations() {}

  static byte[] getRange(OperationCall call) throws InvalidProtocolBufferException {
    GetRangeRequest request = GetRangeRequest.parseFrom(call.body());
    String table = Requests.tableName(request.hasTableName(), request.getTableName());
    if (!request.hasDirection()) {
      throw ServiceErrors.unparsableMessage();
    }
    if (request.hasLimit() && request.getLimit() <= 0) {
      throw ReadErrors.limit();
    }
    RangeQuery query =
        new RangeQuery(
            table,
            Rows.key(request.getInclusiveStartPrimaryKey()),
            Rows.key(request.getExclusiveEndPrimaryKey()),
            request.getDirection() == Direction.FORWARD,
            request.getLimit(),
            ReadSpecs.of(request));
    String transaction =
        TransactionOperations.idOrNull(request.hasTransactionId(), request.getTransactionId());
    RangePage page = call.instance().range(query, transaction);
    GetRangeResponse.Builder response =
        GetRangeResponse.newBuilder()
            .setConsumed(Consumption.of(page.capacity()))
            .setRows(Rows.encode(page.rows()));
    if (page.next() != null) {
      response.setNextStartPrimaryKey(Rows.encodeKey(page.next()));
    }
    return response.build().toByteArray();
  }
}
