package io.millrace.local.server;

/**
 * A local Tablestore could not be started or used as asked. The message is one sentence with the
 * remedy.
 */
public class LocalTablestoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with its cause, or null. */
  public LocalTablestoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
