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

  /**
   * @param at the token that does not fit
   * @param hint what would have fitted, as the end of the sentence "Syntax error at or near x:
   *     ..."; of what is never closed that is said instead
   */
  SyntaxException(Token at, String hint) {
    super(
        switch (at.kind()) {
          case OPEN_QUOTE -> ": the quote is never closed";
          case OPEN_COMMENT -> ": the comment is never closed";
          default -> hint;
        });
    this.start = at.start();
    this.end = at.end();
    this.near =
        switch (at.kind()) {
          case END -> "end of input";
          case STRING -> "a string";
          default -> "'" + at.text() + "'";
        };
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  String near() {
    return near;
  }
}
