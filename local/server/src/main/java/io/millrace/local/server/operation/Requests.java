package io.millrace.local.server.operation;

import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.StreamErrors;

/** Checks that requests of many operations share. */
final class Requests {
  private Requests() {}

  /** A name that every request of the operation carries. */
  static String tableName(boolean present, String name) {
    if (!present) {
      throw ServiceErrors.unparsableMessage();
    }
    return name;
  }

  /** Refuses a transaction id: none is ever handed out. */
  static void checkNoTransaction(boolean present) {
    if (present) {
      throw StreamErrors.sessionNotExist();
    }
  }
}
