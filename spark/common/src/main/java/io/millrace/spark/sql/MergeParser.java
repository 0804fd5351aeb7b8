package io.millrace.spark.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code MERGE INTO}, cutting its expressions out as text. */
final class MergeParser {

  private static final String[] CLAUSE_END = {"WHEN"};

  /** What Spark lets a table be followed by that is read AS OF it. */
  private static final List<String> TIME_TRAVEL =
      List.of("VERSION", "SYSTEM_VERSION", "TIMESTAMP", "SYSTEM_TIME");

  private final String sql;
  private final TokenReader read;
  private final List<Merge.Place> expressions = new ArrayList<>();

  private MergeParser(String sql, TokenReader read) {
    this.sql = sql;
    this.read = read;
  }

  /** Reads from the word after MERGE to the statement's end. */
  static Merge parse(String sql, TokenReader read) throws SyntaxException {
    return new MergeParser(sql, read).merge();
  }

  private Merge merge() throws SyntaxException {
    read.expect("INTO");
    QualifiedName target = read.qualifiedName("a table");
    String targetAlias = alias("USING").orElse(target.last());
    read.expect("USING");
    String source = source();
    refuseTimeTravel();
    String sourceAlias = alias("ON", "WHEN").orElse(source);
    int sourceEnd = read.peek().start();
    Optional<String> condition = Optional.empty();
    if (!read.peek().isKeyword("WHEN")) {
      read.expect("ON");
      condition = Optional.of(expression("a condition", CLAUSE_END));
    }
    int clausesStart = read.peek().start();
    List<Merge.Clause> clauses = new ArrayList<>();
    do {
      read.expect("WHEN");
      int first = expressions.size();
      Merge.Clause clause = condition.isPresent() || startsMatched() ? clause() : bareClause();
      clauses.add(clause);
      if (clause.action() == Merge.Action.INSERT) {
        expressions.subList(first, expressions.size()).replaceAll(Merge.Place::withoutTarget);
      }
    } while (read.peek().isKeyword("WHEN"));
    int clausesEnd = read.peek().start();
    read.end("WHEN");
    return new Merge(
        target,
        targetAlias,
        sourceAlias,
        condition,
        clauses,
        sql.substring(clausesStart, clausesEnd).strip(),
        sourceEnd,
        sql,
        expressions);
  }

  private Optional<String> alias(String... follows) throws SyntaxException {
    boolean as = read.accept("AS");
    boolean other = List.of(follows).stream().anyMatch(read.peek()::isKeyword);
    return as || (read.peek().isName() && !other)
        ? Optional.of(
            read.simpleName(
                "an alias", "an alias has one part: expected " + String.join(" or ", follows)))
        : Optional.empty();
  }

  private void refuseTimeTravel() throws SyntaxException {
    Tokens ahead = read.lookAhead();
    if (ahead.peek().isKeyword("FOR")) {
      ahead.next();
    }
    Token word = ahead.next();
    if (TIME_TRAVEL.stream().anyMatch(word::isKeyword)
        && ahead.next().isKeyword("AS")
        && ahead.peek().isKeyword("OF")) {
      throw read.error("a stream is not read as of a version or a time: expected ON");
    }
  }

  private boolean startsMatched() {
    Tokens ahead = read.lookAhead();
    if (ahead.peek().isKeyword("NOT")) {
      ahead.next();
    }
    return ahead.peek().isKeyword("MATCHED");
  }

  /** A clause of the form without ON: its action says which rows it is for. */
  private Merge.Clause bareClause() throws SyntaxException {
    Optional<String> condition = Optional.of(expression("a condition", "THEN"));
    read.expect("THEN");
    return switch (read.expect("UPDATE", "DELETE", "INSERT")) {
      case "UPDATE" -> update(condition);
      case "INSERT" -> insert(condition);
      default -> new Merge.Clause(Merge.Action.DELETE, condition, List.of(), List.of());
    };
  }

  /** The source's name, or a made-up one for a query. */
  private String source() throws SyntaxException {
    if (!read.peek().isSymbol("(")) {
      return read.qualifiedName("a scan or a query in parentheses").last();
    }
    int depth = 0;
    do {
      Token token = read.peek();
      if (token.kind() == Token.Kind.END || token.isOpen()) {
        throw read.expected(List.of("')'"));
      }
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      read.next();
    } while (depth > 0);
    return "source";
  }

  private Merge.Clause clause() throws SyntaxException {
    boolean not = read.accept("NOT");
    read.expect("MATCHED");
    if (read.accept("BY") && !read.accept("TARGET")) {
      throw read.peek().isKeyword("SOURCE")
          ? read.error(
              "a stream cannot look at all rows of the table at each batch, as BY SOURCE does: expected TARGET")
          : read.expected(List.of("TARGET"));
    }
    Optional<String> condition =
        read.accept("AND") ? Optional.of(expression("a condition", "THEN")) : Optional.empty();
    read.expect("THEN");
    if (not) {
      read.expect("INSERT");
      return insert(condition);
    }
    if (read.expect("UPDATE", "DELETE").equals("DELETE")) {
      return new Merge.Clause(Merge.Action.DELETE, condition, List.of(), List.of());
    }
    return update(condition);
  }

  private Merge.Clause update(Optional<String> condition) throws SyntaxException {
    read.expect("SET");
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    if (!read.acceptSymbol("*")) {
      do {
        columns.add(read.qualifiedName("a column").last());
        if (!read.acceptSymbol("=")) {
          throw read.expected(List.of("'='"));
        }
        values.add(expression("a value", "WHEN", ","));
      } while (read.acceptSymbol(","));
    }
    return new Merge.Clause(Merge.Action.UPDATE, condition, columns, values);
  }

  private Merge.Clause insert(Optional<String> condition) throws SyntaxException {
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    if (!read.acceptSymbol("*")) {
      if (!read.peek().isSymbol("(")) {
        throw read.expected(List.of("'*'", "a column list"));
      }
      columns.addAll(read.columns());
      read.expect("VALUES");
      if (!read.acceptSymbol("(")) {
        throw read.expected(List.of("'('"));
      }
      do {
        values.add(expression("a value", ",", ")"));
      } while (read.acceptSymbol(","));
      if (!read.acceptSymbol(")")) {
        throw read.expected(List.of("','", "')'"));
      }
      if (columns.size() != values.size()) {
        throw read.error(
            "INSERT lists " + columns.size() + " columns and " + values.size() + " values");
      }
    }
    return new Merge.Clause(Merge.Action.INSERT, condition, columns, values);
  }

  /** The text up to one of the ends that is in no parentheses and no CASE. */
  private String expression(String what, String... ends) throws SyntaxException {
    int start = read.peek().start();
    int end = start;
    int depth = 0;
    while (depth > 0 || !ends(ends)) {
      Token token = read.peek();
      if (token.kind() == Token.Kind.END || token.isSymbol(";")) {
        break;
      }
      if (token.isOpen()) {
        throw read.expected(List.of(what));
      }
      depth += token.isSymbol("(") || token.isKeyword("CASE") ? 1 : 0;
      depth -= token.isSymbol(")") || token.isKeyword("END") ? 1 : 0;
      end = token.end();
      read.next();
    }
    if (end == start) {
      throw read.expected(List.of(what));
    }
    expressions.add(new Merge.Place(start, end, /* ofSource= */ false));
    return sql.substring(start, end);
  }

  private boolean ends(String... ends) {
    for (String end : ends) {
      if (read.peek().isKeyword(end) || read.peek().isSymbol(end)) {
        return true;
      }
    }
    return false;
  }
}
