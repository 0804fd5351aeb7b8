package io.millrace.spark.sql;

/**
 * A token of a statement's head.
 *
 * @param text a word as typed, a string or quoted identifier without its quotes and escapes, or the
 *     symbol
 * @param start offset of its first character in the statement
 * @param end offset after its last one
 */
record Token(Kind kind, String text, int start, int end) {

  enum Kind {
    WORD,
    /** An identifier in back quotes; never a keyword. */
    QUOTED_WORD,
    STRING,
    NUMBER,
    SYMBOL,
    /** A quote that is never closed. */
    OPEN_QUOTE,
    /** A bracketed comment that is never closed. */
    OPEN_COMMENT,
    END
  }

  boolean isKeyword(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isName() {
    return kind == Kind.WORD || kind == Kind.QUOTED_WORD;
  }

  /** Whether what begins here runs past the end of the text. */
  boolean isOpen() {
    return kind == Kind.OPEN_QUOTE || kind == Kind.OPEN_COMMENT;
  }

  boolean touches(Token next) {
    return end == next.start;
  }
}
