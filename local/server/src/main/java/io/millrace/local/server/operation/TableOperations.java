package io.millrace.local.server.operation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.engine.schema.TableChange;
import io.millrace.local.engine.schema.TableDescription;
import io.millrace.local.engine.schema.Throughput;
import io.millrace.protocol.error.SchemaErrors;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.wire.CapacityUnit;
import io.millrace.protocol.wire.CreateTableRequest;
import io.millrace.protocol.wire.DeleteTableRequest;
import io.millrace.protocol.wire.DescribeTableRequest;
import io.millrace.protocol.wire.ListTableRequest;
import io.millrace.protocol.wire.ListTableResponse;
import io.millrace.protocol.wire.TableOptions;
import io.millrace.protocol.wire.UpdateTableRequest;

/** CreateTable, ListTable, DescribeTable, UpdateTable, DeleteTable. */
final class TableOperations {
  private TableOperations() {}

  static byte[] create(OperationCall call) throws InvalidProtocolBufferException {
    CreateTableRequest request = CreateTableRequest.parseFrom(call.body());
    call.instance().createTable(TableDecoder.spec(request));
    return Replies.EMPTY;
  }

  static byte[] list(OperationCall call) throws InvalidProtocolBufferException {
    ListTableRequest.parseFrom(call.body());
    return ListTableResponse.newBuilder()
        .addAllTableNames(call.instance().tableNames())
        .build()
        .toByteArray();
  }

  static byte[] describe(OperationCall call) throws InvalidProtocolBufferException {
    DescribeTableRequest request = DescribeTableRequest.parseFrom(call.body());
    String name = Requests.tableName(request.hasTableName(), request.getTableName());
    return TableEncoder.describe(call.instance().describeTable(name)).toByteArray();
  }

  static byte[] update(OperationCall call) throws InvalidProtocolBufferException {
    UpdateTableRequest request = UpdateTableRequest.parseFrom(call.body());
    String name = Requests.tableName(request.hasTableName(), request.getTableName());
    TableDescription updated = call.instance().updateTable(name, change(call, name, request));
    return TableEncoder.update(updated).toByteArray();
  }

  static byte[] delete(OperationCall call) throws InvalidProtocolBufferException {
    DeleteTableRequest request = DeleteTableRequest.parseFrom(call.body());
    String name = Requests.tableName(request.hasTableName(), request.getTableName());
    call.instance().deleteTable(name);
    return Replies.EMPTY;
  }

  private static TableChange change(OperationCall call, String name, UpdateTableRequest request) {
    if (!request.hasReservedThroughput()
        && !request.hasTableOptions()
        && !request.hasStreamSpec()) {
      throw ServiceErrors.parameterInvalid(
          "No parameter is specified in the request of UpdateTable.");
    }
    TableOptions options = request.getTableOptions();
    if (options.hasUpdateFullRow()) {
      throw SchemaErrors.updateFullRowInUpdate();
    }
    if (!request.hasReservedThroughput()
        && !request.hasStreamSpec()
        && options.equals(TableOptions.getDefaultInstance())) {
      throw SchemaErrors.noTableOption();
    }
    return new TableChange(
        options.hasTimeToLive() ? options.getTimeToLive() : null,
        options.hasMaxVersions() ? options.getMaxVersions() : null,
        options.hasDeviationCellVersionInSec() ? options.getDeviationCellVersionInSec() : null,
        options.hasAllowUpdate() ? options.getAllowUpdate() : null,
        request.hasStreamSpec() ? TableDecoder.stream(request.getStreamSpec()) : null,
        request.hasReservedThroughput()
            ? throughput(call, name, request.getReservedThroughput().getCapacityUnit())
            : null);
  }

  /** A half-given throughput keeps the other half. */
  private static Throughput throughput(OperationCall call, String name, CapacityUnit units) {
    if (!units.hasRead() && !units.hasWrite()) {
      throw SchemaErrors.capacityUnitMissingInUpdate();
    }
    Throughput current = call.instance().describeTable(name).reserved();
    return new Throughput(
        units.hasRead() ? TableDecoder.nonNegative(units.getRead()) : current.read(),
        units.hasWrite() ? TableDecoder.nonNegative(units.getWrite()) : current.write());
  }
}
