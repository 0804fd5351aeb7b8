package io.millrace.local.server.http;

import java.io.IOException;

/** Ends an exchange whose reply is withheld on purpose. */
final class DroppedReplyException extends IOException {
  private static final long serialVersionUID = 1L;

  DroppedReplyException() {
    super("the reply was dropped on purpose");
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
