package io.millrace.local.server.operation;

import io.millrace.protocol.error.ServiceErrors;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The operations this server knows, by the path they are called under. */
public final class OperationTable {
  private final Map<String, Operation> operations;

  /** The table of a server. */
  public OperationTable() {
    Map<String, Operation> table = new HashMap<>();
    table.put("CreateTable", TableOperations::create);
    table.put("ListTable", TableOperations::list);
    table.put("DescribeTable", TableOperations::describe);
    table.put("UpdateTable", TableOperations::update);
    table.put("DeleteTable", TableOperations::delete);
    table.put("GetRow", RowOperations::get);
    table.put("PutRow", RowOperations::put);
    table.put("UpdateRow", RowOperations::update);
    table.put("DeleteRow", RowOperations::delete);
    table.put("BatchGetRow", BatchOperations::get);
    table.put("BatchWriteRow", BatchOperations::write);
    table.put("GetRange", RangeOperations::getRange);
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

  /** The names of all supported operations. */
  public Set<String> names() {
    return operations.keySet();
  }
}
