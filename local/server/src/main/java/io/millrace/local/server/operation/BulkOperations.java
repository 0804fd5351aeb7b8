package io.millrace.local.server.operation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.engine.row.RangePage;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ReadErrors;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.wire.BulkExportRequest;
import io.millrace.protocol.wire.BulkExportResponse;
import io.millrace.protocol.wire.BulkImportRequest;
import io.millrace.protocol.wire.BulkImportResponse;
import io.millrace.protocol.wire.Condition;
import io.millrace.protocol.wire.DataBlockType;
import io.millrace.protocol.wire.ReturnContent;
import io.millrace.protocol.wire.RowExistenceExpectation;
import io.millrace.protocol.wire.RowInBulkImportRequest;
import io.millrace.protocol.wire.RowInBulkImportResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** BulkImport and BulkExport. They consume no capacity units and tell the bytes they moved. */
final class BulkOperations {
  private static final Condition NO_CONDITION =
      Condition.newBuilder().setRowExistence(RowExistenceExpectation.IGNORE).build();

  private BulkOperations() {}

  static byte[] importRows(OperationCall call) throws InvalidProtocolBufferException {
    BulkImportRequest request = BulkImportRequest.parseFrom(call.body());
    String table = Requests.tableName(request.hasTableName(), request.getTableName());
    if (request.getRowsCount() > Limits.BULK_IMPORT_ROWS) {
      throw RowErrors.rowCount(Limits.BULK_IMPORT_ROWS);
    }
    if (request.getRowsCount() == 0) {
      throw RowErrors.noOperation(table);
    }
    BulkImportResponse.Builder response = BulkImportResponse.newBuilder().setTableName(table);
    for (WriteResult result : call.instance().importRows(writes(table, request))) {
      response.addRows(encode(result));
    }
    return response.build().toByteArray();
  }

  private static List<RowWrite> writes(String table, BulkImportRequest request) {
    List<RowWrite> writes = new ArrayList<>(request.getRowsCount());
    long size = 0;
    for (RowInBulkImportRequest row : request.getRowsList()) {
      if (!row.hasType()) {
        throw RowErrors.invalidModifyType();
      }
      RowWrite write =
          RowWrites.decode(
              table,
              RowWrites.type(row.getType()),
              row.getRowChange(),
              NO_CONDITION,
              ReturnContent.getDefaultInstance());
      size += DataSize.of(write.row());
      writes.add(write);
    }
    DataSize.check("BulkImport", size);
    return writes;
  }

  private static RowInBulkImportResponse encode(WriteResult result) {
    RowInBulkImportResponse.Builder row =
        RowInBulkImportResponse.newBuilder()
            .setIsOk(result.error() == null)
            .setConsumed(Consumption.ofData(result.capacity()));
    if (result.error() != null) {
      row.setError(Replies.error(result.error()));
    }
    return row.build();
  }

  static byte[] exportRows(OperationCall call) throws InvalidProtocolBufferException {
    BulkExportRequest request = BulkExportRequest.parseFrom(call.body());
    String table = Requests.tableName(request.hasTableName(), request.getTableName());
    List<String> columns = request.getColumnsToGetList();
    boolean matrix = request.getDataBlockTypeHint() == DataBlockType.DBT_SIMPLE_ROW_MATRIX;
    if (matrix && columns.isEmpty()) {
      throw ReadErrors.matrixWithoutColumns();
    }
    if (columns.size() > Limits.COLUMNS_TO_GET) {
      throw ReadErrors.columnCount(columns.size());
    }
    ReadSpec spec =
        new ReadSpec(
            Set.copyOf(columns), null, 1, FilterDecoder.decode(request.getFilter()), null, null);
    RangeQuery query =
        new RangeQuery(
            table,
            Rows.key(request.getInclusiveStartPrimaryKey()),
            Rows.key(request.getExclusiveEndPrimaryKey()),
            true,
            0,
            spec);
    RangePage page = call.instance().range(query);
    BulkExportResponse.Builder response =
        BulkExportResponse.newBuilder()
            .setConsumed(Consumption.ofData(page.capacity()))
            .setRows(matrix ? matrix(call, table, columns, page) : Rows.encode(page.rows()))
            .setDataBlockType(
                matrix ? DataBlockType.DBT_SIMPLE_ROW_MATRIX : DataBlockType.DBT_PLAIN_BUFFER);
    if (page.next() != null) {
      response.setNextStartPrimaryKey(Rows.encodeKey(page.next()));
    }
    return response.build().toByteArray();
  }

  private static ByteString matrix(
      OperationCall call, String table, List<String> columns, RangePage page) {
    List<KeyColumn> key = call.instance().describeTable(table).schema().key();
    return RowMatrix.of(key.stream().map(KeyColumn::name).toList(), columns, page.rows());
  }
}
