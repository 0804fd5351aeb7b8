package io.millrace.spark.sql;

import java.util.Optional;

/**
 * An INSERT INTO of a stream, whose WITH clause may stand before it, where Spark takes it too.
 *
 * @param insert what it writes to
 * @param sql the statement with its WITH clause behind the name of the table, where that of a
 *     stream has it; places in {@code insert} are those of this text
 * @param query the query alone, everything else blanked out, so that places are those of the text
 *     as it was typed
 */
record LeadingWith(Statement.CreateStream insert, String sql, String query) {

  /** Reads a statement; one of another form is refused. */
  static LeadingWith of(String sql) throws SyntaxException {
    int insert = insertAfterWith(new Tokens(sql));
    if (insert < 0) {
      return of(sql, sql);
    }
    int query = StatementParser.parseInsert(StatementGate.blanked(sql, insert)).queryStart();
    if (new Tokens(sql.substring(query)).peek().isKeyword("WITH")) {
      return of(sql, sql);
    }
    String behindTable =
        sql.substring(insert, query) + sql.substring(0, insert) + sql.substring(query);
    return of(
        behindTable,
        sql.substring(0, insert) + StatementGate.blanked(sql, query).substring(insert));
  }

  /** Reads a statement; empty for one of another form. */
  static Optional<LeadingWith> ifInsert(String sql) {
    try {
      return Optional.of(of(sql));
    } catch (SyntaxException notOfOurForm) {
      return Optional.empty();
    }
  }

  private static LeadingWith of(String sql, String query) throws SyntaxException {
    Statement.CreateStream insert = StatementParser.parseInsert(sql);
    return new LeadingWith(
        insert, sql, query.equals(sql) ? StatementGate.blanked(sql, insert.queryStart()) : query);
  }

  /** Where INSERT stands outside the brackets of a WITH; negative if there is none. */
  private static int insertAfterWith(Tokens tokens) {
    if (!tokens.next().isKeyword("WITH")) {
      return -1;
    }
    int depth = 0;
    while (true) {
      Token token = tokens.next();
      if (token.kind() == Token.Kind.END || token.isOpen()) {
        return -1;
      }
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (depth == 0 && token.isKeyword("INSERT") && tokens.peek().isKeyword("INTO")) {
        return token.start();
      }
    }
  }
}
