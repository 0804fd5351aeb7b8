package io.millrace.spark.sql;

import java.util.ArrayList;
import java.util.List;

/** The statements of a script. */
final class ScriptStatements {

  /**
   * A statement with the comments that stand in it and before it.
   *
   * @param line where its first character that is not blank stands, counted from 1
   */
  record Located(String text, int line) {}

  private ScriptStatements() {}

  /** Cuts at each semicolon outside quotes and comments. Texts of comments alone are left out. */
  static List<Located> split(String script) {
    List<Located> statements = new ArrayList<>();
    SqlScanner pieces = new SqlScanner(script);
    int start = 0;
    while (pieces.next()) {
      if (pieces.kind() == SqlScanner.Kind.SEMICOLON) {
        add(statements, script, start, pieces.start());
        start = pieces.end();
      }
    }
    add(statements, script, start, script.length());
    return statements;
  }

  private static void add(List<Located> statements, String script, int start, int end) {
    String statement = script.substring(start, end);
    if (!statement.isBlank() && !Comments.isAll(statement)) {
      int first = end - statement.stripLeading().length();
      int line = 1 + (int) script.substring(0, first).chars().filter(c -> c == '\n').count();
      statements.add(new Located(statement.strip(), line));
    }
  }

  /**
   * The statement without comments and needless blanks: equal for texts that mean the same to any
   * reader of scripts.
   */
  static String canonical(String statement) {
    StringBuilder out = new StringBuilder();
    SqlScanner pieces = new SqlScanner(statement);
    while (pieces.next()) {
      String piece = statement.substring(pieces.start(), pieces.end());
      switch (pieces.kind()) {
        case QUOTED -> out.append(piece);
        case CODE -> piece.chars().forEach(c -> append(out, (char) c));
        case SEMICOLON, DASH_COMMENT, SLASH_COMMENT, BLOCK_COMMENT -> append(out, ' ');
      }
    }
    return out.toString().strip();
  }

  private static void append(StringBuilder out, char c) {
    if (!Character.isWhitespace(c)) {
      out.append(c);
    } else if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
      out.append(' ');
    }
  }
}
