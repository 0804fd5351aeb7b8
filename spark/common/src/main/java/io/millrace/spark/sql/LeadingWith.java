package io.millrace.spark.sql;

/** A WITH clause before INSERT INTO, where Spark takes it too. */
final class LeadingWith {

  private LeadingWith() {}

  /**
   * The statement with its WITH clause behind the name of the table, where that of a stream has it;
   * the same text if none leads it, or if its query has another. Places in the query are then those
   * of the new text.
   */
  static String behindTable(String sql) throws SyntaxException {
    int insert = insertAfterWith(new Tokens(sql));
    if (insert < 0) {
      return sql;
    }
    int query = StatementParser.parseInsert(StatementGate.blanked(sql, insert)).queryStart();
    if (new Tokens(sql.substring(query)).peek().isKeyword("WITH")) {
      return sql;
    }
    return sql.substring(insert, query) + sql.substring(0, insert) + sql.substring(query);
  }

  /** Where INSERT stands outside the brackets of a WITH; negative if there is none. */
  private static int insertAfterWith(Tokens tokens) {
    if (!tokens.next().isKeyword("WITH")) {
      return -1;
    }
    int depth = 0;
    while (true) {
      Token token = tokens.next();
      if (token.kind() == Token.Kind.END || token.kind() == Token.Kind.OPEN_QUOTE) {
        return -1;
      }
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (depth == 0 && token.isKeyword("INSERT") && tokens.peek().isKeyword("INTO")) {
        return token.start();
      }
    }
  }
}
