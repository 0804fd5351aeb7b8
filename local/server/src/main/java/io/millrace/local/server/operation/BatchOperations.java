package io.millrace.local.server.operation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowRead;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.wire.BatchGetRowRequest;
import io.millrace.protocol.wire.BatchGetRowResponse;
import io.millrace.protocol.wire.BatchWriteRowRequest;
import io.millrace.protocol.wire.BatchWriteRowResponse;
import io.millrace.protocol.wire.RowInBatchGetRowResponse;
import io.millrace.protocol.wire.RowInBatchWriteRowRequest;
import io.millrace.protocol.wire.RowInBatchWriteRowResponse;
import io.millrace.protocol.wire.TableInBatchGetRowRequest;
import io.millrace.protocol.wire.TableInBatchGetRowResponse;
import io.millrace.protocol.wire.TableInBatchWriteRowRequest;
import io.millrace.protocol.wire.TableInBatchWriteRowResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * BatchGetRow and BatchWriteRow. A fault of the request's form fails the request before anything is
 * done; any other fault fails its row. Answers keep the order of tables and rows.
 */
final class BatchOperations {
  /**
   * Rows of a batch are read until the answer has so many bytes. The others fail as of a busy
   * server, which lets clients ask for them again.
   */
  private static final int ANSWER_BYTES = 32 << 20;

  private BatchOperations() {}

  static byte[] get(OperationCall call) throws InvalidProtocolBufferException {
    BatchGetRowRequest request = BatchGetRowRequest.parseFrom(call.body());
    if (request.getTablesCount() == 0) {
      throw RowErrors.noRowInBatchGet();
    }
    checkReadCount(request);
    List<TableRead> tables = new ArrayList<>(request.getTablesCount());
    for (TableInBatchGetRowRequest table : request.getTablesList()) {
      tables.add(tableRead(call, table));
    }
    BatchGetRowResponse.Builder response = BatchGetRowResponse.newBuilder();
    int left = ANSWER_BYTES;
    for (TableRead table : tables) {
      TableInBatchGetRowResponse rows = read(call, table, left);
      left -= Math.min(left, rows.getSerializedSize());
      response.addTables(rows);
    }
    return response.build().toByteArray();
  }

  /** The decoded reads of one table entry. */
  private record TableRead(String table, ReadSpec spec, List<PrimaryKey> keys) {}

  private static void checkReadCount(BatchGetRowRequest request) {
    int count = 0;
    for (TableInBatchGetRowRequest table : request.getTablesList()) {
      count += table.getPrimaryKeyCount();
    }
    if (count > Limits.BATCH_GET_ROWS) {
      throw RowErrors.rowCount(Limits.BATCH_GET_ROWS);
    }
  }

  private static TableRead tableRead(OperationCall call, TableInBatchGetRowRequest message) {
    String table = Requests.tableName(message.hasTableName(), message.getTableName());
    ReadSpec spec = ReadSpecs.of(message);
    List<PrimaryKey> keys = new ArrayList<>(message.getPrimaryKeyCount());
    for (ByteString key : message.getPrimaryKeyList()) {
      keys.add(Rows.key(key));
    }
    call.instance().checkReads(table, keys, spec);
    return new TableRead(table, spec, keys);
  }

  /** Reads rows until they take so many bytes; those after them are refused. */
  private static TableInBatchGetRowResponse read(OperationCall call, TableRead table, int bytes) {
    TableInBatchGetRowResponse.Builder response =
        TableInBatchGetRowResponse.newBuilder().setTableName(table.table());
    long left = bytes;
    for (PrimaryKey key : table.keys()) {
      RowInBatchGetRowResponse row =
          left > 0 ? read(call, table, key) : refused(ServiceErrors.serverBusy());
      left -= row.getRow().size();
      response.addRows(row);
    }
    return response.build();
  }

  private static RowInBatchGetRowResponse read(
      OperationCall call, TableRead table, PrimaryKey key) {
    try {
      RowRead read = call.instance().get(table.table(), key, table.spec());
      return RowInBatchGetRowResponse.newBuilder()
          .setIsOk(true)
          .setConsumed(Consumption.of(read.capacity()))
          .setRow(Rows.encodeOrEmpty(read.row()))
          .build();
    } catch (ServiceException refused) {
      return refused(refused);
    }
  }

  private static RowInBatchGetRowResponse refused(ServiceException error) {
    return RowInBatchGetRowResponse.newBuilder()
        .setIsOk(false)
        .setError(Replies.error(error))
        .setConsumed(Consumption.NOTHING)
        .build();
  }

  static byte[] write(OperationCall call) throws InvalidProtocolBufferException {
    BatchWriteRowRequest request = BatchWriteRowRequest.parseFrom(call.body());
    if (request.getTablesCount() == 0) {
      throw RowErrors.noRowInBatchWrite();
    }
    checkWriteCount(request);
    List<RowWrite> writes = writes(request);
    String transaction =
        TransactionOperations.idOrNull(request.hasTransactionId(), request.getTransactionId());
    Iterator<WriteResult> results =
        transaction == null
            ? call.instance().writeBatch(writes, request.getIsAtomic()).iterator()
            : call.instance().writeBatch(writes, transaction).iterator();
    BatchWriteRowResponse.Builder response = BatchWriteRowResponse.newBuilder();
    for (TableInBatchWriteRowRequest table : request.getTablesList()) {
      TableInBatchWriteRowResponse.Builder tableResponse =
          TableInBatchWriteRowResponse.newBuilder().setTableName(table.getTableName());
      for (int i = 0; i < table.getRowsCount(); i++) {
        tableResponse.addRows(written(results.next()));
      }
      response.addTables(tableResponse);
    }
    return response.build().toByteArray();
  }

  private static void checkWriteCount(BatchWriteRowRequest request) {
    int count = 0;
    for (TableInBatchWriteRowRequest table : request.getTablesList()) {
      if (table.getRowsCount() == 0) {
        throw RowErrors.noOperation(table.getTableName());
      }
      count += table.getRowsCount();
    }
    if (count > Limits.BATCH_WRITE_ROWS) {
      throw RowErrors.rowCount(Limits.BATCH_WRITE_ROWS);
    }
  }

  private static List<RowWrite> writes(BatchWriteRowRequest request) {
    List<RowWrite> writes = new ArrayList<>();
    long size = 0;
    for (TableInBatchWriteRowRequest table : request.getTablesList()) {
      String name = Requests.tableName(table.hasTableName(), table.getTableName());
      for (RowInBatchWriteRowRequest row : table.getRowsList()) {
        RowWrite write = rowWrite(name, row);
        size += DataSize.of(write.row());
        writes.add(write);
      }
    }
    DataSize.check("BatchWriteRow", size);
    return writes;
  }

  private static RowWrite rowWrite(String table, RowInBatchWriteRowRequest message) {
    if (!message.hasType()) {
      throw RowErrors.invalidModifyType();
    }
    return RowWrites.decode(
        table,
        RowWrites.type(message.getType()),
        message.getRowChange(),
        message.getCondition(),
        message.getReturnContent());
  }

  private static RowInBatchWriteRowResponse written(WriteResult result) {
    RowInBatchWriteRowResponse.Builder response =
        RowInBatchWriteRowResponse.newBuilder()
            .setIsOk(result.error() == null)
            .setConsumed(Consumption.of(result.capacity()));
    if (result.error() != null) {
      response.setError(Replies.error(result.error()));
    }
    if (result.row() != null) {
      response.setRow(Rows.encode(result.row()));
    }
    return response.build();
  }
}
