package io.millrace.spark.sql;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.internal.connector.SimpleTableProvider;
import org.apache.spark.sql.types.StructType;

/**
 * A {@code CREATE TABLE ... AS} whose query reads a stream: the table is made from the text before
 * AS, then a stream writes into it.
 *
 * @param provider the word after USING; empty for the session's default one
 * @param hasColumns whether the statement lists columns
 * @param columnsAt where in the text a list of columns belongs
 * @param asAt where AS stands in the text
 * @param queryStart where the query begins
 */
record StreamTable(
    QualifiedName name,
    boolean ifNotExists,
    String provider,
    boolean hasColumns,
    int columnsAt,
    int asAt,
    int queryStart) {

  private static final String TABLESTORE = "tablestore";

  /** The parts of a statement, if it has this form. */
  static Optional<StreamTable> parse(String sql) {
    TokenReader read = new TokenReader(sql);
    try {
      read.expect("CREATE");
      read.expect("TABLE");
      boolean ifNotExists = read.ifNotExists();
      QualifiedName name = read.qualifiedName("a table");
      int columnsAt = read.peek().start();
      boolean hasColumns = read.peek().isSymbol("(");
      String provider = "";
      for (int depth = 0; depth > 0 || !read.peek().isKeyword("AS"); ) {
        Token token = read.next();
        if (token.kind() == Token.Kind.END || token.isOpen()) {
          return Optional.empty();
        }
        depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
        if (depth == 0 && token.isKeyword("USING")) {
          provider = read.qualifiedName("a data source").toString();
        }
      }
      int asAt = read.next().start();
      return Optional.of(
          new StreamTable(
              name, ifNotExists, provider, hasColumns, columnsAt, asAt, read.peek().start()));
    } catch (SyntaxException ofAnotherForm) {
      return Optional.empty();
    }
  }

  /** The statement that writes the query into the table. */
  String insertion(String sql) {
    return "INSERT INTO " + name.sql() + " " + sql.substring(queryStart);
  }

  /**
   * Makes the table; one whose source says itself which columns it has gets none from the query.
   */
  void create(SparkSession session, String sql, StructType query) {
    String text = sql.substring(0, asAt);
    session.sql(
        hasColumns || knowsItsColumns(session)
            ? text
            : text.substring(0, columnsAt)
                + "("
                + query.asNullable().toDDL()
                + ") "
                + text.substring(columnsAt));
  }

  private boolean knowsItsColumns(SparkSession session) {
    return provider.equalsIgnoreCase(TABLESTORE)
        || (!provider.isEmpty()
            && SimpleTableProvider.class.isAssignableFrom(
                DataSource.lookupDataSource(provider, session.sessionState().conf())));
  }

  void drop(SparkSession session) {
    session.sql("DROP TABLE IF EXISTS " + name.sql());
  }
}
