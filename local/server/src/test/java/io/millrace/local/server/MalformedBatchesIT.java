package io.millrace.local.server;

import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.wire.BatchGetRowRequest;
import io.millrace.protocol.wire.BatchWriteRowRequest;
import io.millrace.protocol.wire.BulkImportRequest;
import io.millrace.protocol.wire.OperationType;
import io.millrace.protocol.wire.RowInBatchWriteRowRequest;
import io.millrace.protocol.wire.RowInBulkImportRequest;
import io.millrace.protocol.wire.TableInBatchGetRowRequest;
import io.millrace.protocol.wire.TableInBatchWriteRowRequest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Batches that cannot be done. */
class MalformedBatchesIT extends MalformedCalls {
  @TestFactory
  Stream<DynamicTest> batches() {
    TableInBatchWriteRowRequest noRows =
        TableInBatchWriteRowRequest.newBuilder().setTableName("t").build();
    RowInBatchWriteRowRequest row =
        RowInBatchWriteRowRequest.newBuilder()
            .setRowChange(encoded(Row.of(key("k"))))
            .setCondition(ANY)
            .build();
    return Stream.of(
        invalid(
            "a read of no table",
            "No row specified in the request of BatchGetRow.",
            "BatchGetRow",
            BatchGetRowRequest.newBuilder()),
        fine(
            "a read of no row",
            "BatchGetRow",
            BatchGetRowRequest.newBuilder()
                .addTables(
                    TableInBatchGetRowRequest.newBuilder().setTableName("t").setMaxVersions(1))),
        invalid(
            "a write of no table",
            "No row is specified in BatchWriteRow.",
            "BatchWriteRow",
            BatchWriteRowRequest.newBuilder()),
        invalid(
            "a write of no row",
            "No operation is specified for table: 't'.",
            "BatchWriteRow",
            BatchWriteRowRequest.newBuilder().addTables(noRows)),
        invalid(
            "a write of no kind",
            "The modify type is invalid.",
            "BatchWriteRow",
            BatchWriteRowRequest.newBuilder().addTables(noRows.toBuilder().addRows(row))),
        fine(
            "a put",
            "BatchWriteRow",
            BatchWriteRowRequest.newBuilder()
                .addTables(noRows.toBuilder().addRows(row.toBuilder().setType(OperationType.PUT)))),
        fine("an import of 200 rows", "BulkImport", imports(200)),
        invalid(
            "an import of 201 rows",
            "Rows count exceeds the upper limit: 200.",
            "BulkImport",
            imports(201)),
        invalid(
            "an import of no row",
            "No operation is specified for table: 't'.",
            "BulkImport",
            BulkImportRequest.newBuilder().setTableName("t")));
  }

  private static BulkImportRequest.Builder imports(int rows) {
    BulkImportRequest.Builder request = BulkImportRequest.newBuilder().setTableName("t");
    for (int i = 0; i < rows; i++) {
      request.addRows(
          RowInBulkImportRequest.newBuilder()
              .setType(OperationType.PUT)
              .setRowChange(encoded(Row.of(key("k" + i), Cell.put("c", Value.of(i))))));
    }
    return request;
  }
}
