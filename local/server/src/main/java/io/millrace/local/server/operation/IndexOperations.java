package io.millrace.local.server.operation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.engine.schema.IndexSchema;
import io.millrace.local.engine.schema.IndexType;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.wire.AddDefinedColumnRequest;
import io.millrace.protocol.wire.CreateIndexRequest;
import io.millrace.protocol.wire.DeleteDefinedColumnRequest;
import io.millrace.protocol.wire.DropIndexRequest;
import io.millrace.protocol.wire.IndexMeta;
import io.millrace.protocol.wire.IndexSyncPhase;
import io.millrace.protocol.wire.IndexUpdateMode;

/** CreateIndex, DropIndex, AddDefinedColumn, DeleteDefinedColumn. */
final class IndexOperations {
  private IndexOperations() {}

  static byte[] create(OperationCall call) throws InvalidProtocolBufferException {
    CreateIndexRequest request = CreateIndexRequest.parseFrom(call.body());
    String table = Requests.tableName(request.hasMainTableName(), request.getMainTableName());
    call.instance()
        .createIndex(table, decode(request.getIndexMeta()), request.getIncludeBaseData());
    return Replies.EMPTY;
  }

  static byte[] drop(OperationCall call) throws InvalidProtocolBufferException {
    DropIndexRequest request = DropIndexRequest.parseFrom(call.body());
    String table = Requests.tableName(request.hasMainTableName(), request.getMainTableName());
    String index = Requests.tableName(request.hasIndexName(), request.getIndexName());
    call.instance().dropIndex(table, index);
    return Replies.EMPTY;
  }

  static byte[] addColumns(OperationCall call) throws InvalidProtocolBufferException {
    AddDefinedColumnRequest request = AddDefinedColumnRequest.parseFrom(call.body());
    String table = Requests.tableName(request.hasTableName(), request.getTableName());
    call.instance().addDefinedColumns(table, TableDecoder.definedColumns(request.getColumnsList()));
    return Replies.EMPTY;
  }

  static byte[] deleteColumns(OperationCall call) throws InvalidProtocolBufferException {
    DeleteDefinedColumnRequest request = DeleteDefinedColumnRequest.parseFrom(call.body());
    String table = Requests.tableName(request.hasTableName(), request.getTableName());
    call.instance().deleteDefinedColumns(table, request.getColumnsList());
    return Replies.EMPTY;
  }

  static IndexSchema decode(IndexMeta message) {
    if (!message.hasName()) {
      throw ServiceErrors.unparsableMessage();
    }
    IndexType type =
        switch (message.getIndexType()) {
          case IT_GLOBAL_INDEX -> IndexType.GLOBAL;
          case IT_LOCAL_INDEX -> IndexType.LOCAL;
        };
    return new IndexSchema(
        message.getName(), message.getPrimaryKeyList(), message.getDefinedColumnList(), type);
  }

  static IndexMeta encode(IndexSchema index) {
    boolean local = index.type() == IndexType.LOCAL;
    return IndexMeta.newBuilder()
        .setName(index.name())
        .addAllPrimaryKey(index.key())
        .addAllDefinedColumn(index.columns())
        .setIndexUpdateMode(
            local ? IndexUpdateMode.IUM_SYNC_INDEX : IndexUpdateMode.IUM_ASYNC_INDEX)
        .setIndexType(
            local
                ? io.millrace.protocol.wire.IndexType.IT_LOCAL_INDEX
                : io.millrace.protocol.wire.IndexType.IT_GLOBAL_INDEX)
        .setIndexSyncPhase(IndexSyncPhase.ISP_INCR)
        .build();
  }
}
