package io.millrace.cli.rows;

/**
 * A file does not hold rows of the table. The message names the file, the line, what is wrong with
 * it and the remedy, without a full stop.
 */
public final class RowFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RowFileException(String message) {
    super(message);
  }

  RowFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
