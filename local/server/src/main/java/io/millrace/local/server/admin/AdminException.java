package io.millrace.local.server.admin;

/** A call of the admin API that cannot be answered as asked. */
final class AdminException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  AdminException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
