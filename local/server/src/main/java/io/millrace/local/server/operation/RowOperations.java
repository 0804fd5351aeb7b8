package io.millrace.local.server.operation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowRead;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.local.engine.row.WriteType;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.wire.Condition;
import io.millrace.protocol.wire.DeleteRowRequest;
import io.millrace.protocol.wire.DeleteRowResponse;
import io.millrace.protocol.wire.GetRowRequest;
import io.millrace.protocol.wire.GetRowResponse;
import io.millrace.protocol.wire.PutRowRequest;
import io.millrace.protocol.wire.PutRowResponse;
import io.millrace.protocol.wire.ReturnContent;
import io.millrace.protocol.wire.UpdateRowRequest;
import io.millrace.protocol.wire.UpdateRowResponse;

/** GetRow, PutRow, UpdateRow, DeleteRow. */
final class RowOperations {
  private RowOperations() {}

  static byte[] get(OperationCall call) throws InvalidProtocolBufferException {
    GetRowRequest request = GetRowRequest.parseFrom(call.body());
    String table = Requests.tableName(request.hasTableName(), request.getTableName());
    PrimaryKey key = Rows.key(request.getPrimaryKey());
    ReadSpec spec = ReadSpecs.of(request);
    String transaction =
        TransactionOperations.idOrNull(request.hasTransactionId(), request.getTransactionId());
    RowRead read = call.instance().get(table, key, spec, transaction);
    return GetRowResponse.newBuilder()
        .setConsumed(Consumption.of(read.capacity()))
        .setRow(Rows.encodeOrEmpty(read.row()))
        .build()
        .toByteArray();
  }

  /** A write as all three requests carry it, under different names. */
  private record Change(
      String operation,
      String table,
      WriteType type,
      ByteString row,
      Condition condition,
      ReturnContent returnContent,
      String transaction) {}

  static byte[] put(OperationCall call) throws InvalidProtocolBufferException {
    PutRowRequest request = PutRowRequest.parseFrom(call.body());
    WriteResult result =
        write(
            call,
            new Change(
                "PutRow",
                Requests.tableName(request.hasTableName(), request.getTableName()),
                WriteType.PUT,
                request.getRow(),
                request.getCondition(),
                request.getReturnContent(),
                TransactionOperations.idOrNull(
                    request.hasTransactionId(), request.getTransactionId())));
    PutRowResponse.Builder response =
        PutRowResponse.newBuilder().setConsumed(Consumption.of(result.capacity()));
    if (result.row() != null) {
      response.setRow(Rows.encode(result.row()));
    }
    return response.build().toByteArray();
  }

  static byte[] update(OperationCall call) throws InvalidProtocolBufferException {
    UpdateRowRequest request = UpdateRowRequest.parseFrom(call.body());
    WriteResult result =
        write(
            call,
            new Change(
                "UpdateRow",
                Requests.tableName(request.hasTableName(), request.getTableName()),
                WriteType.UPDATE,
                request.getRowChange(),
                request.getCondition(),
                request.getReturnContent(),
                TransactionOperations.idOrNull(
                    request.hasTransactionId(), request.getTransactionId())));
    UpdateRowResponse.Builder response =
        UpdateRowResponse.newBuilder().setConsumed(Consumption.of(result.capacity()));
    if (result.row() != null) {
      response.setRow(Rows.encode(result.row()));
    }
    return response.build().toByteArray();
  }

  static byte[] delete(OperationCall call) throws InvalidProtocolBufferException {
    DeleteRowRequest request = DeleteRowRequest.parseFrom(call.body());
    WriteResult result =
        write(
            call,
            new Change(
                "DeleteRow",
                Requests.tableName(request.hasTableName(), request.getTableName()),
                WriteType.DELETE,
                request.getPrimaryKey(),
                request.getCondition(),
                request.getReturnContent(),
                TransactionOperations.idOrNull(
                    request.hasTransactionId(), request.getTransactionId())));
    DeleteRowResponse.Builder response =
        DeleteRowResponse.newBuilder().setConsumed(Consumption.of(result.capacity()));
    if (result.row() != null) {
      response.setRow(Rows.encode(result.row()));
    }
    return response.build().toByteArray();
  }

  private static WriteResult write(OperationCall call, Change change) {
    RowWrite write =
        RowWrites.decode(
            change.table, change.type, change.row, change.condition, change.returnContent);
    DataSize.check(change.operation, DataSize.of(write.row()));
    return call.instance().write(write, change.transaction);
  }
}
