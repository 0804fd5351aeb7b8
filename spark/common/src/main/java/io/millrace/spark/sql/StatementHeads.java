package io.millrace.spark.sql;

import io.millrace.spark.options.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.plans.logical.DescribeColumn;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.command.LeafRunnableCommand;

/** The words that our statements begin with: by them alone they are told from all others. */
final class StatementHeads {

  private static final List<String> SINGULAR = List.of("SCAN", "STREAM", "TUNNEL");

  private static final List<String> EXPLAIN_MODES =
      List.of("EXTENDED", "FORMATTED", "CODEGEN", "COST");

  /** Each first word and what may follow it in a statement of ours. */
  private static final Map<String, List<String>> HEADS =
      Map.of(
          "CREATE", SINGULAR,
          "DROP", SINGULAR,
          "SHOW", List.of("SCANS", "STREAMS", "TUNNELS"),
          "DESCRIBE", List.of("STREAM", "TUNNEL"),
          "DESC", List.of("STREAM", "TUNNEL"),
          "ALTER", List.of("STREAM"),
          "START", List.of("STREAM"),
          "STOP", List.of("STREAM"),
          "AWAIT", List.of("STREAMS"));

  /**
   * What else can follow CREATE, DROP, SHOW and the like in a session, so that only what is nearest
   * to our own words is taken for one of them.
   */
  private static final List<String> SPARKS =
      List.of(
          "TABLE",
          "TABLES",
          "VIEW",
          "VIEWS",
          "SCHEMA",
          "SCHEMAS",
          "DATABASE",
          "DATABASES",
          "NAMESPACE",
          "FUNCTION",
          "FUNCTIONS",
          "INDEX",
          "TEMPORARY",
          "EXTERNAL",
          "CATALOG",
          "CATALOGS",
          "COLUMNS",
          "PARTITIONS",
          "VARIABLE",
          "CREATE",
          "EXTENDED",
          "FORMATTED",
          "CODEGEN",
          "COST");

  /** The verbs that no statement of Spark begins with, and what follows them in ours. */
  private static final Map<String, String> OURS_ALONE =
      Map.of("STOP", "STREAM", "START", "STREAM", "AWAIT", "STREAMS");

  /** The statements of which Spark keeps text as it stands, {@code //} comments included. */
  private static final List<String> KEPT_AS_TEXT = List.of("SET", "RESET", "ADD", "LIST");

  /** So many characters of comments are skipped in a few microseconds. */
  private static final int NEAR = 5_000;

  private StatementHeads() {}

  /** Whether Spark's parser takes what follows the first word for what it is, whatever it is. */
  static boolean keepsText(Token first) {
    return first.kind() == Token.Kind.WORD
        && KEPT_AS_TEXT.contains(first.text().toUpperCase(Locale.ROOT));
  }

  /** Whether the first word comes soon enough to look for it before Spark parses the statement. */
  static boolean isNear(String sql) {
    if (sql.length() <= NEAR || Character.isLetter(sql.charAt(0))) {
      return true;
    }
    Token first = new Tokens(sql.substring(0, NEAR)).peek();
    return first.kind() != Token.Kind.END && !first.isOpen();
  }

  /**
   * Whether Spark could take one of our statements, or text that holds {@code //} comments, for
   * such a plan: a column of a table STREAM is described, or it is a SET or the like.
   */
  static boolean mayHide(LogicalPlan plan) {
    return plan instanceof DescribeColumn || plan instanceof LeafRunnableCommand;
  }

  /** Whether the text is one of our statements, which its first words decide. */
  static boolean recognised(String sql) {
    return recognised(new Tokens(sql));
  }

  /** Whether what a cursor stands before is one of our statements; the cursor may go on. */
  static boolean recognised(Tokens tokens) {
    Token first = tokens.peek();
    if (first.kind() != Token.Kind.WORD) {
      return false;
    }
    String verb = first.text().toUpperCase(Locale.ROOT);
    if (verb.equals("EXPLAIN")) {
      return explainsOurs(tokens);
    }
    List<String> nouns = HEADS.get(verb);
    if (nouns == null) {
      return false;
    }
    tokens.next();
    return follows(tokens, verb, nouns);
  }

  private static boolean follows(Tokens tokens, String verb, List<String> nouns) {
    if (verb.equals("CREATE") && tokens.peek().isKeyword("OR")) {
      tokens.next();
      if (!tokens.next().isKeyword("REPLACE")) {
        return false;
      }
    }
    Token noun = tokens.next();
    // DESCRIBE alone takes the name of a table right after it, which may be one of these words.
    boolean named = !verb.startsWith("DESC") || nameFollows(tokens);
    return named && isOneOf(noun, nouns);
  }

  private static boolean isOneOf(Token noun, List<String> nouns) {
    for (String each : nouns) {
      if (noun.isKeyword(each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean nameFollows(Tokens tokens) {
    return tokens.peek().isName();
  }

  /** One that EXPLAIN takes, or has to refuse: what it describes may be a column of a table. */
  private static boolean explainsOurs(Tokens tokens) {
    skipExplain(tokens);
    Token verb = tokens.peek();
    return !describes(verb) && !verb.isKeyword("EXPLAIN") && recognised(tokens);
  }

  private static void skipExplain(Tokens tokens) {
    tokens.next();
    if (isOneOf(tokens.peek(), EXPLAIN_MODES)) {
      tokens.next();
    }
  }

  /** A statement that begins with EXPLAIN, that word and the mode behind it blanked out. */
  static String withoutExplain(String sql) {
    Tokens tokens = new Tokens(sql);
    skipExplain(tokens);
    return StatementGate.blanked(sql, tokens.peek().start());
  }

  private static boolean describes(Token verb) {
    return verb.isKeyword("DESCRIBE") || verb.isKeyword("DESC");
  }

  /**
   * The word after DESCRIBE where it may be a slip: a noun of ours without its name, or SCAN, which
   * DESCRIBE has not. It is none where there is a table of that name.
   *
   * @param first the first word of the text
   */
  static Optional<Token> dubious(Token first, String sql) {
    if (!describes(first)) {
      return Optional.empty();
    }
    Tokens tokens = new Tokens(sql);
    tokens.next();
    Token noun = tokens.next();
    return isOneOf(noun, SINGULAR) && (noun.isKeyword("SCAN") || !nameFollows(tokens))
        ? Optional.of(noun)
        : Optional.empty();
  }

  /**
   * What a statement that Spark could not parse was probably meant to be.
   *
   * @return the misspelt keyword of a statement of ours
   */
  static Optional<SyntaxException> misspelling(String sql) {
    Tokens tokens = new Tokens(sql);
    if (tokens.peek().isKeyword("EXPLAIN")) {
      skipExplain(tokens);
    }
    Token first = tokens.next();
    Token second = tokens.peek();
    Optional<String> alone = OURS_ALONE.keySet().stream().filter(first::isKeyword).findFirst();
    if (alone.isPresent() && !second.isKeyword("TRANSACTION")) {
      return Optional.of(new SyntaxException(second, ": expected " + OURS_ALONE.get(alone.get())));
    }
    if (first.kind() != Token.Kind.WORD || second.kind() != Token.Kind.WORD) {
      return Optional.empty();
    }
    Optional<String> verb = HEADS.keySet().stream().filter(first::isKeyword).findFirst();
    if (verb.isPresent()) {
      return misspeltNoun(second, HEADS.get(verb.get()));
    }
    return NearestName.of(first.text(), HEADS.keySet())
        .filter(near -> HEADS.get(near).stream().anyMatch(second::isKeyword))
        .map(near -> new SyntaxException(first, ": expected " + near));
  }

  private static Optional<SyntaxException> misspeltNoun(Token word, List<String> nouns) {
    List<String> all = new ArrayList<>(nouns);
    all.addAll(SPARKS);
    return NearestName.of(word.text(), all)
        .filter(nouns::contains)
        .filter(near -> !word.isKeyword(near))
        .map(near -> new SyntaxException(word, ": expected " + near));
  }
}
