package io.millrace.cli.load;

import io.millrace.cli.rows.FileRow;

/**
 * Rows could not be written. The cause is the service's or the client's error; the message is its
 * one sentence, without a full stop.
 */
public final class LoadFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient FileRow row;

  LoadFailure(FileRow row, String message, Throwable cause) {
    super(message, cause);
    this.row = row;
  }

  /** The row that was refused for itself, or null if no row is to blame. */
  public FileRow row() {
    return row;
  }
}
