package io.millrace.spark.sql;

/**
 * Cuts the head of a statement into tokens, one at a time, so that what follows the head (the
 * query) is never looked at.
 */
final class Tokens {

  private static final String OPEN_COMMENT = "/*";

  private final String sql;
  private Token current;

  Tokens(String sql) {
    this(sql, 0);
  }

  private Tokens(String sql, int from) {
    this.sql = sql;
    this.current = read(from);
  }

  Token peek() {
    return current;
  }

  Token next() {
    Token token = current;
    if (token.kind() != Token.Kind.END) {
      current = read(token.end());
    }
    return token;
  }

  /** A second cursor at the same place, to look ahead with. */
  Tokens lookAhead() {
    return new Tokens(sql, current.start());
  }

  private Token read(int from) {
    int at = skipBlanks(from);
    if (at == sql.length()) {
      return new Token(Token.Kind.END, "", at, at);
    }
    char c = sql.charAt(at);
    if (c == '\'' || c == '"' || c == '`') {
      return quoted(at, c);
    }
    if (sql.startsWith(OPEN_COMMENT, at)) { // One that is closed was skipped.
      return new Token(Token.Kind.OPEN_COMMENT, OPEN_COMMENT, at, at + OPEN_COMMENT.length());
    }
    if (isWordPart(c)) {
      return wordOrNumber(at);
    }
    if (c == '-' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1))) {
      Token number = wordOrNumber(at + 1);
      return new Token(number.kind(), "-" + number.text(), at, number.end());
    }
    return new Token(Token.Kind.SYMBOL, String.valueOf(c), at, at + 1);
  }

  private int skipBlanks(int from) {
    int at = from;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c) || (at == 0 && c == Comments.FILE_MARK)) {
        at++;
      } else if (c == '-' || c == '/') {
        SqlScanner piece = new SqlScanner(sql, at);
        piece.next();
        if (!piece.kind().isComment() || piece.isOpenComment()) {
          break;
        }
        at = piece.end();
      } else {
        break;
      }
    }
    return at;
  }

  private static boolean isWordPart(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  private Token wordOrNumber(int from) {
    int at = from;
    boolean digits = true;
    while (at < sql.length() && isWordPart(sql.charAt(at))) {
      digits &= Character.isDigit(sql.charAt(at));
      at++;
    }
    if (digits
        && at + 1 < sql.length()
        && sql.charAt(at) == '.'
        && Character.isDigit(sql.charAt(at + 1))) {
      at++;
      while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
        at++;
      }
    }
    return new Token(
        digits ? Token.Kind.NUMBER : Token.Kind.WORD, sql.substring(from, at), from, at);
  }

  private Token quoted(int open, char quote) {
    StringBuilder text = new StringBuilder();
    for (int at = open + 1; at < sql.length(); at++) {
      char c = sql.charAt(at);
      if (c == quote) {
        if (at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
          text.append(quote);
          at++;
        } else {
          Token.Kind kind = quote == '`' ? Token.Kind.QUOTED_WORD : Token.Kind.STRING;
          return new Token(kind, text.toString(), open, at + 1);
        }
      } else if (c == '\\' && quote != '`' && at + 1 < sql.length()) {
        at++;
        text.append(unescaped(sql.charAt(at)));
      } else {
        text.append(c);
      }
    }
    return new Token(Token.Kind.OPEN_QUOTE, String.valueOf(quote), open, open + 1);
  }

  private static String unescaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'b' -> "\b";
      case '0' -> "\0";
      // Spark keeps the backslash of these two, for the patterns of LIKE.
      case '%', '_' -> "\\" + c;
      default -> String.valueOf(c);
    };
  }
}
