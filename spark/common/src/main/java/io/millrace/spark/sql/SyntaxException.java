package io.millrace.spark.sql;

/**
 * What is wrong with the text of a statement, and where. Becomes Spark's own parse error before a
 * user sees it.
 */
final class SyntaxException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int start;
  private final int end;
  private final String near;
  private final boolean hides;

  /**
   * @param at the token that does not fit
   * @param hint what would have fitted, as the end of the sentence "Syntax error at or near x:
   *     ..."; of what is never closed that is said instead
   */
  SyntaxException(Token at, String hint) {
    this(at, hint, /* hides= */ false);
  }

  /** An error at a value that is not in quotes and nobody may see. */
  static SyntaxException hiding(Token at, String hint) {
    return new SyntaxException(at, hint, /* hides= */ true);
  }

  private SyntaxException(Token at, String hint, boolean hides) {
    super(
        switch (at.kind()) {
          case OPEN_QUOTE -> ": the quote is never closed";
          case OPEN_COMMENT -> ": the comment is never closed";
          default -> hint;
        });
    this.start = at.start();
    this.end = at.end();
    this.hides = hides;
    this.near =
        switch (at.kind()) {
          case END -> "end of input";
          case STRING -> "a string";
          default -> "'" + (hides ? Secrets.MASK : at.text()) + "'";
        };
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** Whether what stands at its place has to be masked, up to the next blank, comma or bracket. */
  boolean hides() {
    return hides;
  }

  String near() {
    return near;
  }
}
