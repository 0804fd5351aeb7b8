package io.millrace.spark.sql;

import io.millrace.spark.options.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Recursive descent over the head of our own statements; queries stay text for Spark's parser.
 * Keywords are case-insensitive and none is reserved: a name may be any word, a name in back quotes
 * any text.
 */
final class StatementParser {

  /** The words a query may begin with, {@code (} aside. */
  private static final List<String> QUERY_WORDS =
      List.of("SELECT", "WITH", "FROM", "VALUES", "TABLE");

  /**
   * What can follow CREATE in a session, so that only what is nearest to our own words is taken for
   * one of them.
   */
  private static final List<String> CREATED =
      List.of(
          "SCAN",
          "STREAM",
          "TABLE",
          "VIEW",
          "SCHEMA",
          "DATABASE",
          "NAMESPACE",
          "FUNCTION",
          "INDEX",
          "TEMPORARY",
          "EXTERNAL",
          "CATALOG");

  private final Tokens tokens;

  private StatementParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /**
   * Whether the text is one of our statements, which its first words decide.
   *
   * @param sql text whose comments are Spark's own ({@link Comments#dashed})
   */
  static boolean recognises(String sql) {
    Tokens tokens = new Tokens(sql);
    Token first = tokens.next();
    if (first.isKeyword("AWAIT")) {
      return tokens.peek().isKeyword("STREAMS");
    }
    if (!first.isKeyword("CREATE")) {
      return false;
    }
    if (tokens.peek().isKeyword("OR")) {
      tokens.next();
      if (!tokens.next().isKeyword("REPLACE")) {
        return false;
      }
    }
    return tokens.peek().isKeyword("SCAN") || tokens.peek().isKeyword("STREAM");
  }

  /** Parses text that it {@link #recognises}. */
  static Statement parse(String sql) throws SyntaxException {
    return new StatementParser(new Tokens(sql)).statement();
  }

  /**
   * What a statement that Spark could not parse was probably meant to be.
   *
   * @return the misspelt keyword of a statement of ours
   */
  static Optional<SyntaxException> misspelling(String sql) {
    Tokens tokens = new Tokens(sql);
    if (!tokens.next().isKeyword("CREATE")) {
      return Optional.empty();
    }
    Token word = tokens.peek();
    if (word.kind() != Token.Kind.WORD) {
      return Optional.empty();
    }
    return NearestName.of(word.text(), CREATED)
        .filter(near -> near.equals("SCAN") || near.equals("STREAM"))
        .map(near -> new SyntaxException(word, ": expected " + near));
  }

  private Statement statement() throws SyntaxException {
    if (accept("AWAIT")) {
      expect("STREAMS");
      end(List.of("the end of the statement"));
      return new Statement.AwaitStreams();
    }
    expect("CREATE");
    boolean orReplace = accept("OR");
    if (orReplace) {
      expect("REPLACE");
    }
    if (accept("SCAN")) {
      return createScan(orReplace);
    }
    if (orReplace) {
      throw expected(List.of("SCAN"));
    }
    expect("STREAM");
    return createStream();
  }

  private Statement createScan(boolean orReplace) throws SyntaxException {
    boolean ifNotExists = ifNotExists();
    String name = name("a name for the scan");
    if (tokens.peek().isSymbol(".")) {
      throw error("a scan is a temporary view of the session and has no database: expected ON");
    }
    expect("ON");
    QualifiedName table = qualifiedName("a table");
    expect("USING");
    Statement.Mode mode =
        switch (expect("STREAM", "BATCH")) {
          case "STREAM" -> Statement.Mode.STREAM;
          default -> Statement.Mode.BATCH;
        };
    Map<String, String> options = accept("OPTIONS") ? options() : Map.of();
    end(
        options.isEmpty()
            ? List.of("OPTIONS", "the end of the statement")
            : List.of("the end of the statement"));
    return new Statement.CreateScan(name, orReplace, ifNotExists, table, mode, options);
  }

  private Statement createStream() throws SyntaxException {
    boolean ifNotExists = ifNotExists();
    String name = name("a name for the stream");
    boolean hasOptions = accept("OPTIONS");
    Map<String, String> options = hasOptions ? options() : Map.of();
    if (!accept("INSERT")) {
      throw expected(hasOptions ? List.of("INSERT") : List.of("OPTIONS", "INSERT"));
    }
    if (tokens.peek().isKeyword("OVERWRITE")) {
      throw error("a stream never ends, so it cannot overwrite: expected INTO");
    }
    expect("INTO");
    acceptTableWord();
    QualifiedName sink = qualifiedName("a table");
    List<String> columns =
        tokens.peek().isSymbol("(") && !queryFollows(tokens.lookAhead()) ? columns() : List.of();
    if (!queryFollows(tokens.lookAhead())) {
      throw expected(columns.isEmpty() ? List.of("a column list", "SELECT") : List.of("SELECT"));
    }
    return new Statement.CreateStream(
        name, ifNotExists, options, sink, columns, tokens.peek().start());
  }

  private boolean ifNotExists() throws SyntaxException {
    if (!tokens.peek().isKeyword("IF") || !aheadIsKeyword("NOT")) {
      return false;
    }
    expect("IF");
    expect("NOT");
    expect("EXISTS");
    return true;
  }

  /** {@code TABLE} before the sink's name, unless it is the name. */
  private void acceptTableWord() {
    Tokens ahead = tokens.lookAhead();
    if (ahead.next().isKeyword("TABLE") && ahead.peek().isName() && !isQueryWord(ahead.peek())) {
      tokens.next();
    }
  }

  private boolean aheadIsKeyword(String keyword) {
    Tokens ahead = tokens.lookAhead();
    ahead.next();
    return ahead.peek().isKeyword(keyword);
  }

  private static boolean queryFollows(Tokens ahead) {
    while (ahead.peek().isSymbol("(")) {
      ahead.next();
    }
    return isQueryWord(ahead.peek());
  }

  private static boolean isQueryWord(Token token) {
    return QUERY_WORDS.stream().anyMatch(token::isKeyword);
  }

  private List<String> columns() throws SyntaxException {
    List<String> columns = new ArrayList<>();
    tokens.next();
    do {
      columns.add(name("a column"));
    } while (acceptSymbol(","));
    if (!acceptSymbol(")")) {
      throw expected(List.of("','", "')'"));
    }
    return columns;
  }

  private Map<String, String> options() throws SyntaxException {
    if (!acceptSymbol("(")) {
      throw expected(List.of("'('"));
    }
    Map<String, String> options = new LinkedHashMap<>();
    if (acceptSymbol(")")) {
      return options;
    }
    do {
      option(options);
    } while (acceptSymbol(","));
    if (!acceptSymbol(")")) {
      throw expected(List.of("','", "')'"));
    }
    return options;
  }

  private void option(Map<String, String> options) throws SyntaxException {
    Token first = tokens.peek();
    String key = optionKey();
    if (options.keySet().stream().anyMatch(key::equalsIgnoreCase)) {
      throw new SyntaxException(first, ": the option " + key + " is given twice");
    }
    boolean equals = acceptSymbol("=");
    Token value = tokens.peek();
    if (value.kind() == Token.Kind.STRING
        || value.kind() == Token.Kind.NUMBER
        || value.isKeyword("TRUE")
        || value.isKeyword("FALSE")) {
      tokens.next();
      options.put(
          key,
          value.kind() == Token.Kind.WORD ? value.text().toLowerCase(Locale.ROOT) : value.text());
    } else if (value.kind() == Token.Kind.WORD) {
      throw error("expected a value for " + key + " in quotes: " + key + "='" + value.text() + "'");
    } else {
      String missing = "a value for " + key + " in quotes";
      throw expected(equals ? List.of(missing) : List.of("'='", missing));
    }
  }

  /** A string, or words joined by dots or hyphens without blanks. */
  private String optionKey() throws SyntaxException {
    Token part = tokens.peek();
    if (part.kind() == Token.Kind.STRING) {
      return tokens.next().text();
    }
    if (!part.isName()) {
      throw expected(List.of("the name of an option"));
    }
    StringBuilder key = new StringBuilder(tokens.next().text());
    while (true) {
      Token joint = tokens.peek();
      if (!joint.isSymbol(".") && !(joint.isSymbol("-") && part.touches(joint))) {
        return key.toString();
      }
      tokens.next();
      part = tokens.peek();
      if (!part.isName() && part.kind() != Token.Kind.NUMBER) {
        throw expected(List.of("the rest of the option's name after '" + key + joint.text() + "'"));
      }
      key.append(joint.text()).append(tokens.next().text());
    }
  }

  private QualifiedName qualifiedName(String what) throws SyntaxException {
    List<String> parts = new ArrayList<>();
    do {
      parts.add(name(parts.isEmpty() ? what : "a name after '.'"));
    } while (acceptSymbol("."));
    return new QualifiedName(parts);
  }

  private String name(String what) throws SyntaxException {
    if (!tokens.peek().isName()) {
      throw expected(List.of(what));
    }
    return tokens.next().text();
  }

  private boolean accept(String keyword) {
    boolean found = tokens.peek().isKeyword(keyword);
    if (found) {
      tokens.next();
    }
    return found;
  }

  private boolean acceptSymbol(String symbol) {
    boolean found = tokens.peek().isSymbol(symbol);
    if (found) {
      tokens.next();
    }
    return found;
  }

  private String expect(String... keywords) throws SyntaxException {
    for (String keyword : keywords) {
      if (accept(keyword)) {
        return keyword;
      }
    }
    throw expected(List.of(keywords));
  }

  private void end(List<String> expected) throws SyntaxException {
    while (acceptSymbol(";")) {
      continue;
    }
    if (tokens.peek().kind() != Token.Kind.END) {
      throw expected(expected);
    }
  }

  private SyntaxException expected(List<String> what) {
    Token token = tokens.peek();
    if (token.kind() == Token.Kind.OPEN_QUOTE) {
      return new SyntaxException(token, ": the quote is never closed");
    }
    String hint = ": expected " + String.join(" or ", what);
    if (token.kind() == Token.Kind.WORD) {
      List<String> keywords =
          what.stream().filter(word -> word.equals(word.toUpperCase(Locale.ROOT))).toList();
      hint +=
          NearestName.of(token.text(), keywords)
              .map(near -> " (did you mean " + near + "?)")
              .orElse("");
    }
    return new SyntaxException(token, hint);
  }

  private SyntaxException error(String hint) {
    return new SyntaxException(tokens.peek(), ": " + hint);
  }
}
