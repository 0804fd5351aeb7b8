package io.millrace.local.server.operation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.engine.row.RangePage;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.protocol.error.ReadErrors;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.wire.DataBlockType;
import io.millrace.protocol.wire.Direction;
import io.millrace.protocol.wire.GetRangeRequest;
import io.millrace.protocol.wire.GetRangeResponse;
import java.util.ArrayList;
import java.util.List;

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
    boolean matrix = request.getDataBlockTypeHint() == DataBlockType.DBT_SIMPLE_ROW_MATRIX;
    if (matrix && request.getColumnsToGetCount() == 0) {
      throw ReadErrors.matrixWithoutColumns();
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
        GetRangeResponse.newBuilder().setConsumed(Consumption.of(page.capacity()));
    if (matrix) {
      response
          .setRows(matrix(call, request, page))
          .setDataBlockType(DataBlockType.DBT_SIMPLE_ROW_MATRIX);
    } else {
      response.setRows(Rows.encode(page.rows()));
    }
    if (page.next() != null) {
      response.setNextStartPrimaryKey(Rows.encodeKey(page.next()));
    }
    return response.build().toByteArray();
  }

  /** Whole keys unless the caller wants only the key columns it names. */
  private static ByteString matrix(OperationCall call, GetRangeRequest request, RangePage page) {
    List<String> key =
        call.instance().describeTable(request.getTableName()).schema().key().stream()
            .map(KeyColumn::name)
            .toList();
    List<String> columns = new ArrayList<>(request.getColumnsToGetList());
    if (!request.hasReturnEntirePrimaryKeys() || request.getReturnEntirePrimaryKeys()) {
      columns.addAll(key);
    }
    return RowMatrix.of(key, columns, page.rows());
  }
}
