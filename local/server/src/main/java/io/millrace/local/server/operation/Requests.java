package io.millrace.local.server.operation;

import io.millrace.protocol.error.ServiceErrors;

/** Checks that requests of many operations share. */
final class Requests {
  private Requests() {}

  /** A name that requests must carry. */
  static String tableName(boolean present, String name) {
    if (!present) {
      throw ServiceErrors.unparsableMessage();
    }
    return name;
  }
}
