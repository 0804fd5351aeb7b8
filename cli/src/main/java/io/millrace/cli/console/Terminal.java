package io.millrace.cli.console;

/**
 * Whether a person reads along. The launcher says so for each stream, because the Java VM only
 * knows whether both standard input and output are a terminal.
 */
public final class Terminal {
  /** The widest line shown. */
  public static final int WIDTH = 100;

  private Terminal() {}

  /** True if standard output is a terminal. */
  public static boolean out() {
    return is("millrace.terminal.out");
  }

  /** True if standard error is a terminal. */
  public static boolean err() {
    return is("millrace.terminal.err");
  }

  /** True if {@code stream} may hold colours: it is a terminal and NO_COLOR is not set. */
  public static boolean colours(boolean terminal) {
    return terminal && System.getenv("NO_COLOR") == null;
  }

  private static boolean is(String property) {
    return Boolean.getBoolean(property) || System.console() != null;
  }
}
