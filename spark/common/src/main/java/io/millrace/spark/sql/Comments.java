package io.millrace.spark.sql;

/**
 * The {@code //} comments of the dialect, and the mark that some editors write at the start of a
 * file: Spark's lexer does not know them.
 */
final class Comments {

  private Comments() {}

  /** The byte order mark. */
  static final char FILE_MARK = '\uFEFF';

  /**
   * The same text, every position kept, with {@code --} for each {@code //} that leads a line
   * outside quotes and comments, and a blank for the mark of a file.
   */
  static String dashed(String sql) {
    boolean marked = isMarked(sql);
    if (!marked && !sql.contains("//")) {
      return sql;
    }
    StringBuilder out = new StringBuilder(sql);
    if (marked) {
      out.setCharAt(0, ' ');
    }
    SqlScanner pieces = new SqlScanner(sql);
    while (pieces.next()) {
      if (pieces.kind() == SqlScanner.Kind.SLASH_COMMENT) {
        out.setCharAt(pieces.start(), '-');
        out.setCharAt(pieces.start() + 1, '-');
        if (sql.charAt(pieces.end() - 1) == '\\') {
          // Spark would take a backslash here as "the comment goes on in the next line".
          out.setCharAt(pieces.end() - 1, ' ');
        }
      }
    }
    return out.toString();
  }

  private static boolean isMarked(String sql) {
    return !sql.isEmpty() && sql.charAt(0) == FILE_MARK;
  }

  /**
   * Whether the text holds at least one comment and, apart from blanks and semicolons, nothing
   * else. A comment that is never closed is for Spark to refuse.
   */
  static boolean isAll(String sql) {
    boolean comment = false;
    SqlScanner pieces = new SqlScanner(sql);
    while (pieces.next()) {
      switch (pieces.kind()) {
        case DASH_COMMENT, SLASH_COMMENT -> comment = true;
        case BLOCK_COMMENT -> {
          if (pieces.isOpenComment()) {
            return false;
          }
          comment = true;
        }
        case CODE -> {
          int start = isMarked(sql) ? Math.max(1, pieces.start()) : pieces.start();
          if (!sql.substring(start, pieces.end()).isBlank()) {
            return false;
          }
        }
        case QUOTED -> {
          return false;
        }
        case SEMICOLON -> {}
      }
    }
    return comment;
  }
}
