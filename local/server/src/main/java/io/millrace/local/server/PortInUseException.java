package io.millrace.local.server;

/** Another process, or another server of this one, listens on the port. */
public final class PortInUseException extends LocalTablestoreException {
  private static final long serialVersionUID = 1L;

  PortInUseException(String host, int port, Throwable cause) {
    super(
        "Port "
            + port
            + " on "
            + host
            + " is already in use: stop the other server or choose another with --port (0 picks a"
            + " free one)",
        cause);
  }
}
