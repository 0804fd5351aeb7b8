package io.millrace.local.server.operation;

import io.millrace.local.engine.row.Condition;
import io.millrace.local.engine.row.ReturnContent;
import io.millrace.protocol.error.RowErrors;
import java.util.Set;

/** What a write expects and what it wants back. */
final class Conditions {
  private Conditions() {}

  /** The condition of a write, which every write has. */
  static Condition condition(io.millrace.protocol.wire.Condition message) {
    if (!message.hasRowExistence()) {
      throw RowErrors.conditionMissing();
    }
    if (!message.hasColumnCondition()) {
      return withoutFilter(message);
    }
    return new Condition(
        withoutFilter(message).existence(), FilterDecoder.decode(message.getColumnCondition()));
  }

  private static Condition withoutFilter(io.millrace.protocol.wire.Condition message) {
    return switch (message.getRowExistence()) {
      case IGNORE -> Condition.IGNORE;
      case EXPECT_EXIST -> Condition.EXPECT_EXIST;
      case EXPECT_NOT_EXIST -> Condition.EXPECT_NOT_EXIST;
    };
  }

  static ReturnContent returnContent(io.millrace.protocol.wire.ReturnContent message) {
    return switch (message.getReturnType()) {
      case RT_NONE -> ReturnContent.NONE;
      case RT_PK ->
          new ReturnContent(
              ReturnContent.Type.PRIMARY_KEY, Set.copyOf(message.getReturnColumnNamesList()));
      case RT_AFTER_MODIFY ->
          new ReturnContent(
              ReturnContent.Type.AFTER_MODIFY, Set.copyOf(message.getReturnColumnNamesList()));
    };
  }
}
