package io.millrace.local.server.operation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.protocol.error.StreamErrors;
import io.millrace.protocol.wire.AbortTransactionRequest;
import io.millrace.protocol.wire.CommitTransactionRequest;
import io.millrace.protocol.wire.StartLocalTransactionRequest;
import io.millrace.protocol.wire.StartLocalTransactionResponse;

/** StartLocalTransaction, CommitTransaction, AbortTransaction. */
final class TransactionOperations {
  private TransactionOperations() {}

  static byte[] start(OperationCall call) throws InvalidProtocolBufferException {
    StartLocalTransactionRequest request = StartLocalTransactionRequest.parseFrom(call.body());
    String table = Requests.tableName(request.hasTableName(), request.getTableName());
    String id = call.instance().startTransaction(table, Rows.key(request.getKey()));
    return StartLocalTransactionResponse.newBuilder().setTransactionId(id).build().toByteArray();
  }

  static byte[] commit(OperationCall call) throws InvalidProtocolBufferException {
    CommitTransactionRequest request = CommitTransactionRequest.parseFrom(call.body());
    call.instance().commitTransaction(given(request.getTransactionId()));
    return Replies.EMPTY;
  }

  static byte[] abort(OperationCall call) throws InvalidProtocolBufferException {
    AbortTransactionRequest request = AbortTransactionRequest.parseFrom(call.body());
    call.instance().abortTransaction(given(request.getTransactionId()));
    return Replies.EMPTY;
  }

  /** The transaction of a request, or null if it belongs to none. */
  static String idOrNull(boolean present, String id) {
    return present ? given(id) : null;
  }

  private static String given(String id) {
    if (id.isEmpty()) {
      throw StreamErrors.invalidTransactionId();
    }
    return id;
  }
}
