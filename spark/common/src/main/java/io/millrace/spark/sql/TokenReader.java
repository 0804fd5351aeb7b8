package io.millrace.spark.sql;

import io.millrace.spark.options.NearestName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the parts that all our statements are made of, and says what was expected where one does
 * not fit. Keywords are case-insensitive and none is reserved: a name may be any word, a name in
 * back quotes any text.
 */
final class TokenReader {

  static final String THE_END = "the end of the statement";

  private final Tokens tokens;

  TokenReader(String sql) {
    this.tokens = new Tokens(sql);
  }

  Token peek() {
    return tokens.peek();
  }

  Tokens lookAhead() {
    return tokens.lookAhead();
  }

  Token next() {
    return tokens.next();
  }

  boolean accept(String keyword) {
    boolean found = tokens.peek().isKeyword(keyword);
    if (found) {
      tokens.next();
    }
    return found;
  }

  boolean acceptSymbol(String symbol) {
    boolean found = tokens.peek().isSymbol(symbol);
    if (found) {
      tokens.next();
    }
    return found;
  }

  String expect(String... keywords) throws SyntaxException {
    for (String keyword : keywords) {
      if (accept(keyword)) {
        return keyword;
      }
    }
    throw expected(List.of(keywords));
  }

  boolean ifNotExists() throws SyntaxException {
    if (!tokens.peek().isKeyword("IF") || !aheadIsKeyword("NOT")) {
      return false;
    }
    expect("IF");
    expect("NOT");
    expect("EXISTS");
    return true;
  }

  boolean ifExists() {
    if (!tokens.peek().isKeyword("IF") || !aheadIsKeyword("EXISTS")) {
      return false;
    }
    tokens.next();
    tokens.next();
    return true;
  }

  private boolean aheadIsKeyword(String keyword) {
    Tokens ahead = tokens.lookAhead();
    ahead.next();
    return ahead.peek().isKeyword(keyword);
  }

  /** A name of one part; {@code whyOnePart} is the sentence about a dot after it. */
  String simpleName(String what, String whyOnePart) throws SyntaxException {
    String name = name(what);
    if (tokens.peek().isSymbol(".")) {
      throw error(whyOnePart);
    }
    return name;
  }

  QualifiedName qualifiedName(String what) throws SyntaxException {
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
    if (tokens.peek().text().isBlank()) {
      throw error("a name cannot be empty");
    }
    return tokens.next().text();
  }

  List<String> columns() throws SyntaxException {
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

  Map<String, String> options() throws SyntaxException {
    if (!acceptSymbol("(")) {
      throw expected(List.of("'('"));
    }
    Map<String, String> options = new LinkedHashMap<>();
    if (acceptSymbol(")")) {
      return options;
    }
    do {
      option(options);
    } while (acceptSymbol(",") || assignmentFollows());
    if (!acceptSymbol(")")) {
      throw expected(List.of("','", "')'"));
    }
    return options;
  }

  /** Whether an option follows without a comma before it, as in the dialect's own example. */
  private boolean assignmentFollows() {
    if (!tokens.peek().isName()) {
      return false;
    }
    Tokens ahead = tokens.lookAhead();
    while (ahead.peek().isName() || ahead.peek().isSymbol(".") || ahead.peek().isSymbol("-")) {
      ahead.next();
    }
    return ahead.peek().isSymbol("=");
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
    } else if (value.kind() == Token.Kind.WORD && Secrets.isSecret(key)) {
      throw SyntaxException.hiding(value, ": expected a value for " + key + " in quotes");
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

  String string(String what) throws SyntaxException {
    if (tokens.peek().kind() != Token.Kind.STRING) {
      throw expected(List.of(what));
    }
    return tokens.next().text();
  }

  /** The statement's end; what could have stood here instead is for the message. */
  void end(String... instead) throws SyntaxException {
    while (acceptSymbol(";")) {
      continue;
    }
    if (tokens.peek().kind() != Token.Kind.END) {
      List<String> expected = new ArrayList<>(List.of(instead));
      expected.add(THE_END);
      throw expected(expected);
    }
  }

  SyntaxException expected(List<String> what) {
    Token token = tokens.peek();
    String hint = ": expected " + String.join(" or ", what);
    if (token.kind() == Token.Kind.WORD && what.size() > 1) {
      List<String> keywords =
          what.stream().filter(word -> word.equals(word.toUpperCase(Locale.ROOT))).toList();
      hint +=
          NearestName.of(token.text(), keywords)
              .map(near -> " (did you mean " + near + "?)")
              .orElse("");
    }
    return new SyntaxException(token, hint);
  }

  SyntaxException error(String hint) {
    return new SyntaxException(tokens.peek(), ": " + hint);
  }
}
