package io.millrace.spark.sql;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Recursive descent over the head of our own statements; queries stay text for Spark's parser. */
final class StatementParser {

  /** The words a query may begin with, {@code (} aside. */
  private static final List<String> QUERY_WORDS =
      List.of("SELECT", "WITH", "FROM", "VALUES", "TABLE");

  private static final String SCANS_ARE_VIEWS =
      "a scan is a temporary view of the session and has no database: expected ";
  private static final String ONE_PART = "it has a name of one part: expected ";

  private final String sql;
  private final TokenReader read;

  private StatementParser(String sql) {
    this.sql = sql;
    this.read = new TokenReader(sql);
  }

  /** Parses text that {@link StatementHeads} recognised. */
  static Statement parse(String sql) throws SyntaxException {
    return new StatementParser(sql).statement();
  }

  /** Parses {@code INSERT INTO} as a stream without name and options would have it. */
  static Statement.CreateStream parseInsert(String sql) throws SyntaxException {
    return new StatementParser(sql).body("", false, Map.of(), false);
  }

  private Statement statement() throws SyntaxException {
    String verb =
        read.expect(
            "CREATE",
            "EXPLAIN",
            "SHOW",
            "DESCRIBE",
            "DESC",
            "START",
            "STOP",
            "DROP",
            "ALTER",
            "AWAIT");
    return switch (verb) {
      case "CREATE" -> create();
      case "EXPLAIN" -> explain();
      case "SHOW" -> show();
      case "DESCRIBE", "DESC" -> describe();
      case "DROP" -> drop();
      case "START", "STOP" -> control(verb);
      case "ALTER" -> alter();
      default -> await();
    };
  }

  private Statement create() throws SyntaxException {
    boolean orReplace = read.accept("OR");
    if (orReplace) {
      read.expect("REPLACE");
    }
    if (read.accept("SCAN")) {
      return createScan(orReplace);
    }
    if (orReplace) {
      throw read.expected(List.of("SCAN"));
    }
    return read.expect("STREAM", "TUNNEL").equals("STREAM") ? createStream() : createTunnel();
  }

  private Statement createScan(boolean orReplace) throws SyntaxException {
    boolean ifNotExists = read.ifNotExists();
    String name = read.simpleName("a name for the scan", SCANS_ARE_VIEWS + "ON");
    read.expect("ON");
    QualifiedName table = read.qualifiedName("a table");
    read.expect("USING");
    Statement.Mode mode =
        switch (read.expect("STREAM", "BATCH")) {
          case "STREAM" -> Statement.Mode.STREAM;
          default -> Statement.Mode.BATCH;
        };
    Map<String, String> options = optionsIfAny();
    return new Statement.CreateScan(name, orReplace, ifNotExists, table, mode, options);
  }

  /** The options at the end of a statement. */
  private Map<String, String> optionsIfAny() throws SyntaxException {
    if (read.accept("OPTIONS")) {
      Map<String, String> options = read.options();
      read.end();
      return options;
    }
    read.end("OPTIONS");
    return Map.of();
  }

  private Statement.CreateStream createStream() throws SyntaxException {
    boolean ifNotExists = read.ifNotExists();
    String name = streamName("a name for the stream", "OPTIONS or INSERT or MERGE");
    boolean hasOptions = read.accept("OPTIONS");
    return body(name, ifNotExists, hasOptions ? read.options() : Map.of(), !hasOptions);
  }

  private String streamName(String what, String follows) throws SyntaxException {
    return read.simpleName(what, ONE_PART + follows);
  }

  private Statement.CreateStream body(
      String name, boolean ifNotExists, Map<String, String> options, boolean mayHaveOptions)
      throws SyntaxException {
    int start = read.peek().start();
    if (read.accept("MERGE")) {
      Merge merge = MergeParser.parse(sql, read);
      return new Statement.CreateStream(
          name, ifNotExists, options, merge.target(), List.of(), Optional.of(merge), start, start);
    }
    if (!read.accept("INSERT")) {
      throw read.expected(
          mayHaveOptions ? List.of("OPTIONS", "INSERT", "MERGE") : List.of("INSERT", "MERGE"));
    }
    if (read.peek().isKeyword("OVERWRITE")) {
      throw read.error("a stream never ends, so it cannot overwrite: expected INTO");
    }
    read.expect("INTO");
    acceptTableWord();
    QualifiedName sink = read.qualifiedName("a table");
    List<String> columns =
        read.peek().isSymbol("(") && !queryFollows(read.lookAhead()) ? read.columns() : List.of();
    if (!queryFollows(read.lookAhead())) {
      throw read.expected(
          columns.isEmpty() ? List.of("a column list", "SELECT") : List.of("SELECT"));
    }
    return new Statement.CreateStream(
        name, ifNotExists, options, sink, columns, Optional.empty(), start, read.peek().start());
  }

  /** {@code TABLE} before the sink's name, unless it is the name. */
  private void acceptTableWord() {
    Tokens ahead = read.lookAhead();
    if (ahead.next().isKeyword("TABLE") && ahead.peek().isName() && !isQueryWord(ahead.peek())) {
      read.next();
    }
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

  private Statement createTunnel() throws SyntaxException {
    boolean ifNotExists = read.ifNotExists();
    String name = read.simpleName("a name for the tunnel", ONE_PART + "ON");
    read.expect("ON");
    QualifiedName table = read.qualifiedName("a table");
    Map<String, String> options = optionsIfAny();
    return new Statement.CreateTunnel(name, ifNotExists, table, options);
  }

  private Statement explain() throws SyntaxException {
    boolean extended = read.accept("EXTENDED");
    if (!extended) {
      read.accept("FORMATTED");
    }
    Tokens ahead = read.lookAhead();
    if (!ahead.next().isKeyword("CREATE") || !ahead.peek().isKeyword("STREAM")) {
      throw read.error(
          "EXPLAIN [EXTENDED] shows CREATE STREAM and Spark's own statements: expected CREATE STREAM");
    }
    read.expect("CREATE");
    read.expect("STREAM");
    return new Statement.ExplainStream(extended, createStream());
  }

  private Statement show() throws SyntaxException {
    String what = read.expect("STREAMS", "SCANS", "TUNNELS");
    if (what.equals("TUNNELS")) {
      read.expect("ON");
      QualifiedName table = read.qualifiedName("a table");
      read.end();
      return new Statement.ShowTunnels(table);
    }
    Optional<String> pattern =
        read.accept("LIKE") ? Optional.of(read.string("a pattern in quotes")) : Optional.empty();
    if (pattern.isPresent()) {
      read.end();
    } else {
      read.end("LIKE");
    }
    return what.equals("STREAMS")
        ? new Statement.ShowStreams(pattern)
        : new Statement.ShowScans(pattern);
  }

  private Statement describe() throws SyntaxException {
    if (read.peek().isKeyword("SCAN")) {
      throw read.error(
          "the columns of a scan are shown by DESCRIBE and its name, its options by SHOW SCANS: expected STREAM or TUNNEL");
    }
    if (read.expect("STREAM", "TUNNEL").equals("TUNNEL")) {
      String name = read.simpleName("the name of a tunnel", ONE_PART + "ON");
      read.expect("ON");
      QualifiedName table = read.qualifiedName("a table");
      read.end();
      return new Statement.DescribeTunnel(name, table);
    }
    boolean extended = read.peek().isKeyword("EXTENDED") && aheadIsName();
    if (extended) {
      read.next();
    }
    String name = streamName("the name of a stream", TokenReader.THE_END);
    read.end();
    return new Statement.DescribeStream(name, extended);
  }

  private boolean aheadIsName() {
    Tokens ahead = read.lookAhead();
    ahead.next();
    return ahead.peek().isName();
  }

  private Statement drop() throws SyntaxException {
    String what = read.expect("STREAM", "SCAN", "TUNNEL");
    boolean ifExists = read.ifExists();
    String thing = "the name of a " + what.toLowerCase(Locale.ROOT);
    if (what.equals("TUNNEL")) {
      String name = read.simpleName(thing, ONE_PART + "ON");
      read.expect("ON");
      QualifiedName table = read.qualifiedName("a table");
      read.end();
      return new Statement.DropTunnel(name, ifExists, table);
    }
    String name =
        read.simpleName(
            thing, (what.equals("SCAN") ? SCANS_ARE_VIEWS : ONE_PART) + TokenReader.THE_END);
    read.end();
    return what.equals("SCAN")
        ? new Statement.DropScan(name, ifExists)
        : new Statement.DropStream(name, ifExists);
  }

  private Statement control(String verb) throws SyntaxException {
    read.expect("STREAM");
    String name = streamName("the name of a stream", TokenReader.THE_END);
    read.end();
    return verb.equals("START") ? new Statement.StartStream(name) : new Statement.StopStream(name);
  }

  private Statement alter() throws SyntaxException {
    read.expect("STREAM");
    String name = streamName("the name of a stream", "SET OPTIONS");
    read.expect("SET");
    read.expect("OPTIONS");
    Map<String, String> options = read.options();
    read.end();
    return new Statement.AlterStream(name, options);
  }

  private Statement await() throws SyntaxException {
    read.expect("STREAMS");
    read.end();
    return new Statement.AwaitStreams();
  }
}
