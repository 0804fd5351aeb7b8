package io.millrace.local.server.operation;

import com.google.protobuf.ByteString;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteType;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.wire.Condition;
import io.millrace.protocol.wire.OperationType;
import io.millrace.protocol.wire.ReturnContent;

/** Writes of one row, alone or in a batch. */
final class RowWrites {
  private RowWrites() {}

  static WriteType type(OperationType type) {
    return switch (type) {
      case PUT -> WriteType.PUT;
      case UPDATE -> WriteType.UPDATE;
      case DELETE -> WriteType.DELETE;
    };
  }

  static RowWrite decode(
      String table,
      WriteType type,
      ByteString document,
      Condition condition,
      ReturnContent returnContent) {
    Row row = Rows.row(document);
    if (type == WriteType.DELETE && !row.deleteMarker()) {
      throw RowErrors.deleteMarkerMissing();
    }
    return new RowWrite(
        table, type, row, Conditions.condition(condition), Conditions.returnContent(returnContent));
  }
}
