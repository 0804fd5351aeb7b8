package io.millrace.cli.console;

/**
 * A command could not do what it was asked. The message is the one sentence the user reads: the
 * thing, its value and the remedy; it never holds a secret.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure with the sentence to print. */
  public CommandFailure(String message) {
    super(message);
  }

  /** A failure with the sentence to print and what caused it. */
  public CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
