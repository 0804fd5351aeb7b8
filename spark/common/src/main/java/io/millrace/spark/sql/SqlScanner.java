package io.millrace.spark.sql;

/**
 * Walks over SQL text piece by piece: code, quoted text, comments, semicolons. Everything that must
 * not look inside a quote or a comment is built on it. A piece never ends before it does for
 * Spark's own lexer; an unclosed quote or comment runs to the end.
 */
final class SqlScanner {

  /** What a piece of text is. */
  enum Kind {
    CODE,
    SEMICOLON,
    /** Text in single, double or back quotes, quotes included. */
    QUOTED,
    /** From {@code --} up to the line's end, which is not part of it. */
    DASH_COMMENT,
    /** From a {@code //} that is the first text of its line or statement, up to the line's end. */
    SLASH_COMMENT,
    /** A bracketed comment; they nest. */
    BLOCK_COMMENT;

    boolean isComment() {
      return this == DASH_COMMENT || this == SLASH_COMMENT || this == BLOCK_COMMENT;
    }
  }

  private final String text;
  private Kind kind;
  private int start;
  private int end;
  private boolean open;

  SqlScanner(String text) {
    this(text, 0);
  }

  /** Begins at a place that is outside quotes and comments. */
  SqlScanner(String text, int from) {
    this.text = text;
    this.end = from;
  }

  Kind kind() {
    return kind;
  }

  /** Where the piece begins. */
  int start() {
    return start;
  }

  /** Where the next piece begins. */
  int end() {
    return end;
  }

  /** Whether the piece is a bracketed comment that is never closed. */
  boolean isOpenComment() {
    return open;
  }

  /** Goes to the next piece; false at the end of the text. */
  boolean next() {
    start = end;
    if (start == text.length()) {
      return false;
    }
    kind = kindAt(start);
    end =
        switch (kind) {
          case CODE -> codeEnd(start + 1);
          case SEMICOLON -> start + 1;
          case QUOTED -> quoteEnd(start);
          case DASH_COMMENT -> dashEnd(start);
          case SLASH_COMMENT -> lineEnd(start);
          case BLOCK_COMMENT -> blockEnd(start);
        };
    return true;
  }

  private Kind kindAt(int at) {
    return switch (text.charAt(at)) {
      case ';' -> Kind.SEMICOLON;
      case '\'', '"', '`' -> Kind.QUOTED;
      case '-' -> text.startsWith("--", at) ? Kind.DASH_COMMENT : Kind.CODE;
      case '/' -> {
        if (text.startsWith("/*", at)) {
          yield Kind.BLOCK_COMMENT;
        }
        yield text.startsWith("//", at) && leads(at) ? Kind.SLASH_COMMENT : Kind.CODE;
      }
      default -> Kind.CODE;
    };
  }

  private boolean leads(int at) {
    int before = at - 1;
    while (before >= 0 && isBlank(text.charAt(before))) {
      before--;
    }
    return before < 0
        || text.charAt(before) == '\n'
        || text.charAt(before) == ';'
        || (before == 0 && text.charAt(0) == Comments.FILE_MARK);
  }

  private static boolean isBlank(char c) {
    return c != '\n' && Character.isWhitespace(c);
  }

  private int codeEnd(int from) {
    int at = from;
    while (at < text.length() && kindAt(at) == Kind.CODE) {
      at++;
    }
    return at;
  }

  private int quoteEnd(int open) {
    char quote = text.charAt(open);
    for (int at = open + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\\' && quote != '`') {
        at++;
      } else if (c == quote) {
        return at + 1;
      }
    }
    return text.length();
  }

  /** Spark lets a backslash at the line's end carry a dashed comment on to the next line. */
  private int dashEnd(int from) {
    int at = lineEnd(from);
    while (at < text.length() && text.charAt(at - 1) == '\\') {
      at = lineEnd(at + 1);
    }
    return at;
  }

  private int lineEnd(int from) {
    int newline = text.indexOf('\n', from);
    return newline < 0 ? text.length() : newline;
  }

  private int blockEnd(int from) {
    int depth = 0;
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '/' && text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (c == '*' && text.startsWith("*/", at)) {
        depth--;
        at += 2;
        if (depth == 0) {
          return at;
        }
      } else {
        at++;
      }
    }
    open = true; // Of all pieces this is the last.
    return text.length();
  }
}
