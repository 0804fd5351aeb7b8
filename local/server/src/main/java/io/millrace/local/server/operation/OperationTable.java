package io.millrace.local.server.operation;

import io.millrace.local.tunnel.TunnelService;
import io.millrace.protocol.error.ServiceErrors;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The operations this server knows, by the path they are called under. */
public final class OperationTable {
  /** The operations whose messages are JSON. */
  private static final Set<String> JSON =
      Set.of(
          "CreateKnowledgeBase",
          "UpdateKnowledgeBase",
          "DescribeKnowledgeBase",
          "ListKnowledgeBase",
          "DeleteKnowledgeBase",
          "AddDocuments",
          "GetDocument",
          "ListDocuments",
          "DeleteDocuments",
          "UpdateDocument",
          "ListChunks",
          "UpdateChunks",
          "Retrieve");

  private final Map<String, Operation> operations;

  /**
   * The table of a server.
   *
   * @param tableRate limits the operations on tables
   */
  public OperationTable(TunnelService tunnels, TableRate tableRate) {
    Map<String, Operation> table = new HashMap<>();
    table.put("CreateTable", tableRate.limit(TableOperations::create));
    table.put("ListTable", tableRate.limit(TableOperations::list));
    table.put("DescribeTable", tableRate.limit(TableOperations::describe));
    table.put("UpdateTable", tableRate.limit(TableOperations::update));
    table.put("DeleteTable", tableRate.limit(TableOperations::delete));
    table.put("GetRow", RowOperations::get);
    table.put("PutRow", RowOperations::put);
    table.put("UpdateRow", RowOperations::update);
    table.put("DeleteRow", RowOperations::delete);
    table.put("BatchGetRow", BatchOperations::get);
    table.put("BatchWriteRow", BatchOperations::write);
    table.put("GetRange", RangeOperations::getRange);
    TunnelOperations tunnelOperations = new TunnelOperations(tunnels);
    table.put("tunnel/create", tunnelOperations::create);
    table.put("tunnel/delete", tunnelOperations::delete);
    table.put("tunnel/list", tunnelOperations::list);
    table.put("tunnel/describe", tunnelOperations::describe);
    TunnelClientOperations clientOperations = new TunnelClientOperations(tunnels);
    TunnelSteeringOperations steering = new TunnelSteeringOperations(tunnels);
    table.put("tunnel/getrpo", steering::points);
    table.put("tunnel/getrpobyoffset", steering::points);
    table.put("tunnel/schedule", steering::schedule);
    table.put("tunnel/connect", clientOperations::connect);
    table.put("tunnel/heartbeat", clientOperations::heartbeat);
    table.put("tunnel/shutdown", clientOperations::shutdown);
    table.put("tunnel/getcheckpoint", clientOperations::getCheckpoint);
    table.put("tunnel/checkpoint", clientOperations::setCheckpoint);
    table.put("tunnel/readrecords", clientOperations::readRecords);
    table.put("BulkImport", BulkOperations::importRows);
    table.put("BulkExport", BulkOperations::exportRows);
    table.put("ComputeSplitPointsBySize", SplitOperations::bySize);
    table.put("CreateIndex", IndexOperations::create);
    table.put("DropIndex", IndexOperations::drop);
    table.put("AddDefinedColumn", IndexOperations::addColumns);
    table.put("DeleteDefinedColumn", IndexOperations::deleteColumns);
    table.put("StartLocalTransaction", TransactionOperations::start);
    table.put("CommitTransaction", TransactionOperations::commit);
    table.put("AbortTransaction", TransactionOperations::abort);
    table.put("ListStream", StreamOperations::list);
    table.put("DescribeStream", StreamOperations::describe);
    table.put("GetShardIterator", StreamOperations::iterator);
    table.put("GetStreamRecord", StreamOperations::records);
    // Clean-up code of other programs' tests lists these and expects nothing rather than an error.
    table.put("ListSearchIndex", call -> Replies.EMPTY);
    table.put("ListTimeseriesTable", call -> Replies.EMPTY);
    this.operations = Collections.unmodifiableMap(table);
  }

  /**
   * The operation of a name.
   *
   * @throws io.millrace.protocol.error.ServiceException that names it, if it is not supported
   */
  public Operation find(String name) {
    Operation operation = operations.get(name);
    if (operation == null) {
      throw ServiceErrors.unsupportedOperation(name);
    }
    return operation;
  }

  /** Whether clients of the operation expect errors in JSON. */
  public static boolean speaksJson(String name) {
    return JSON.contains(name);
  }

  /** The names of all supported operations. */
  public Set<String> names() {
    return operations.keySet();
  }
}
