package io.millrace.spark.sql;

import io.millrace.spark.source.SessionCatalogInstaller;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.apache.spark.sql.internal.VariableSubstitution;

/**
 * Decides what becomes of the text of each statement of a session: ours are parsed here, comments
 * alone do nothing, and the rest goes on to Spark with its {@code //} comments made Spark's. One
 * for each session; as thread-safe as Spark's parser.
 */
final class StatementGate {

  private final SparkSession session;
  private final StatementCommands commands;
  private final JobDescription description;

  StatementGate(SparkSession session) {
    this.session = session;
    this.commands = new StatementCommands(session);
    this.description = new JobDescription(session.sparkContext());
  }

  /**
   * The plan of a statement.
   *
   * @param spark parses what is Spark's, with the parameters of this call
   */
  LogicalPlan parse(String text, SparkParser spark) throws ParseException {
    SessionCatalogInstaller.install(session);
    return StatementHeads.isNear(text) ? byHead(text, spark) : byPlan(text, spark);
  }

  /** A statement under a comment so long that Spark is done with it sooner: its plan tells. */
  private LogicalPlan byPlan(String text, SparkParser spark) throws ParseException {
    LogicalPlan plan;
    try {
      plan = spark.parse(text);
    } catch (AnalysisException maybeOurs) {
      return byHead(text, spark);
    }
    return StatementHeads.mayHide(plan) ? byHead(text, spark) : parsed(plan, text, spark);
  }

  private LogicalPlan byHead(String text, SparkParser spark) throws ParseException {
    Tokens tokens = new Tokens(text);
    Token first = tokens.peek();
    if (StatementHeads.recognised(tokens) || isSlip(first, text)) {
      return ours(Comments.dashed(text), spark);
    }
    boolean blank = first.kind() == Token.Kind.END || first.isSymbol(";");
    if (blank && Comments.isAll(text)) {
      return commands.nothing(text);
    }
    return theirs(StatementHeads.keepsText(first) ? Comments.dashed(text) : text, spark);
  }

  private boolean isSlip(Token first, String text) {
    return StatementHeads.dubious(first, text)
        .filter(noun -> !session.catalog().tableExists(noun.text()))
        .isPresent();
  }

  private LogicalPlan ours(String typed, SparkParser spark) throws ParseException {
    description.mask();
    String sql = new VariableSubstitution().substitute(typed);
    Statement statement;
    try {
      statement = StatementParser.parse(sql);
    } catch (SyntaxException wrong) {
      throw parseError(sql, wrong);
    }
    if (statement instanceof Statement.CreateStream stream) {
      LogicalPlan query = complete(query(sql, stream, spark));
      return commands.createStream(stream, bound(sql, stream, spark), query, typed);
    }
    if (statement instanceof Statement.ExplainStream explain) {
      return commands.explainStream(explain, complete(query(sql, explain.stream(), spark)));
    }
    LogicalPlan plan = commands.plan(statement, sql, typed);
    boolean waitsItself =
        statement instanceof Statement.StartStream || statement instanceof Statement.AwaitStreams;
    return waitsItself ? plan : commands.waiting(plan, typed);
  }

  private LogicalPlan query(String sql, Statement.CreateStream stream, SparkParser spark)
      throws ParseException {
    String query = blanked(sql, stream.queryStart());
    return query(stream.merge().map(it -> it.sparks(query)).orElse(query), sql, spark);
  }

  /**
   * The plan of a query.
   *
   * @param sql the statement, in which the query has the same place
   */
  private LogicalPlan query(String query, String sql, SparkParser spark) throws ParseException {
    try {
      return dialect(query, spark);
    } catch (ParseException wrong) {
      throw masked(wrong, sql);
    }
  }

  private static LogicalPlan complete(LogicalPlan query) {
    if (query.containsPattern(TreePattern.PARAMETER())) {
      throw new InvalidStatementException(
              "The query of a stream has a parameter without a value here: write the value, or pass it to sql(...) on Spark 4.1 or later.")
          .unchecked();
    }
    return query;
  }

  /** The statement as another session can run it. */
  private static String bound(String sql, Statement.CreateStream stream, SparkParser spark) {
    int start = stream.queryStart();
    return sql.substring(0, start) + spark.bound(blanked(sql, start)).substring(start);
  }

  /**
   * An INSERT or a CREATE TABLE that may read a scan of a stream: the start of a stream, if its
   * query is one.
   */
  private Optional<LogicalPlan> insert(String typed, SparkParser spark) throws ParseException {
    String sql = new VariableSubstitution().substitute(typed);
    Optional<StreamTable> table = StreamTable.parse(sql);
    if (table.isPresent()) {
      return table(typed, sql, table.get(), spark);
    }
    Optional<LeadingWith> read = LeadingWith.ifInsert(sql);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Statement.CreateStream insert = read.get().insert();
    LogicalPlan query = query(read.get().query(), sql, spark);
    return commands.isStream(query)
        ? Optional.of(
            commands.insertStream(insert, bound(read.get().sql(), insert, spark), query, typed))
        : Optional.empty();
  }

  /** An EXPLAIN of an INSERT that may read a scan of a stream: that of the stream, if it does. */
  private Optional<LogicalPlan> explainedInsert(
      ExplainCommand explain, String typed, SparkParser spark) throws ParseException {
    String sql = StatementHeads.withoutExplain(new VariableSubstitution().substitute(typed));
    Optional<LeadingWith> read = LeadingWith.ifInsert(sql);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    LogicalPlan query = query(read.get().query(), sql, spark);
    return commands.isStream(query)
        ? Optional.of(commands.explainInsert(explain.mode(), read.get().insert(), complete(query)))
        : Optional.empty();
  }

  /** A CREATE TABLE AS: that of a table which a stream writes, if its query is one. */
  private Optional<LogicalPlan> table(
      String typed, String sql, StreamTable table, SparkParser spark) throws ParseException {
    String text = blanked(sql, table.queryStart());
    LogicalPlan query = query(text, sql, spark);
    if (!commands.isStream(query)) {
      return Optional.empty();
    }
    String bound =
        sql.substring(0, table.queryStart()) + spark.bound(text).substring(table.queryStart());
    String insertion = table.insertion(bound);
    try {
      Statement.CreateStream insert = StatementParser.parseInsert(insertion);
      return Optional.of(
          commands.createStreamTable(table, bound, insert, insertion, complete(query), typed));
    } catch (SyntaxException notOfOurForm) {
      return Optional.empty();
    }
  }

  /**
   * The query of a statement at its place: what precedes it is blanked out, so that positions are
   * those of the statement.
   */
  static String blanked(String sql, int start) {
    StringBuilder blanked = new StringBuilder(sql);
    for (int at = 0; at < start; at++) {
      if (sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
        blanked.setCharAt(at, ' ');
      }
    }
    return blanked.toString();
  }

  /**
   * A statement that Spark parses first, as it stands: what concerns us is seen in the plan,
   * however long the text is. No text with a {@code //} comment in it is one that Spark can parse.
   */
  private LogicalPlan theirs(String sql, SparkParser spark) throws ParseException {
    LogicalPlan plan;
    try {
      plan = spark.parse(sql);
    } catch (AnalysisException wrong) { // Iceberg's syntax errors are no ParseException.
      String dashed = Comments.dashed(sql);
      if (!dashed.equals(sql)) {
        return theirs(dashed, spark);
      }
      if (wrong instanceof ParseException syntax) {
        return notSparks(sql, syntax, spark);
      }
      throw SparkErrors.rethrown(wrong);
    }
    return parsed(plan, sql, spark);
  }

  private LogicalPlan parsed(LogicalPlan plan, String sql, SparkParser spark)
      throws ParseException {
    description.mask(plan, sql);
    PlanLook look = PlanLook.at(plan, sql, commands.scans());
    if (look.mayReadStream() && StatementCommands.inserts(plan)) {
      Optional<LogicalPlan> stream = insert(sql, spark);
      if (stream.isPresent()) {
        return stream.get();
      }
    }
    if (look.mayReadStream()
        && plan instanceof ExplainCommand explain
        && StatementCommands.inserts(explain.logicalPlan())) {
      Optional<LogicalPlan> explained = explainedInsert(explain, sql, spark);
      if (explained.isPresent()) {
        return explained.get();
      }
    }
    if (look.mayReadStream()) {
      MisplacedCalls.refuse(session, plan);
    }
    LogicalPlan marked = look.saysLateness() ? Watermarks.in(session, plan) : plan;
    return commands.spark(marked, look.mayReadStream(), sql);
  }

  private LogicalPlan notSparks(String sql, ParseException wrong, SparkParser spark)
      throws ParseException {
    description.mask();
    if (commands.mayInsertStream(sql)) {
      Optional<LogicalPlan> stream = insert(sql, spark);
      if (stream.isPresent()) {
        return stream.get();
      }
    }
    if (commands.mayMergeStream(sql)) {
      throw ScanUse.mergeByItself().unchecked();
    }
    Optional<SyntaxException> misspelt = StatementHeads.misspelling(sql);
    if (misspelt.isPresent()) {
      throw parseError(sql, misspelt.get());
    }
    throw Secrets.mentions(sql) ? masked(wrong, sql) : wrong;
  }

  /** The plan of a query, for parsers that know queries alone. */
  LogicalPlan parseQuery(String text, SparkParser spark) throws ParseException {
    return Watermarks.in(session, spark.parse(text), text);
  }

  /** The plan of a query that may be that of a stream. */
  private LogicalPlan dialect(String text, SparkParser spark) throws ParseException {
    LogicalPlan plan = spark.parse(text);
    MisplacedCalls.refuse(session, plan);
    return Watermarks.in(session, plan, text);
  }

  private static ParseException parseError(String sql, SyntaxException wrong) {
    int line = 1;
    int column = 0;
    for (int at = 0; at < wrong.start(); at++) {
      boolean newline = sql.charAt(at) == '\n';
      line += newline ? 1 : 0;
      column = newline ? 0 : column + 1;
    }
    String shown =
        wrong.hides()
            ? Secrets.maskedWithValue(sql, wrong.start())
            : Secrets.masked(sql, wrong.start());
    return SparkLine.parseException(shown, line, column, wrong);
  }

  /** Spark's error with our text, in which its mark stands where it belongs. */
  static ParseException masked(ParseException wrong, String sql) {
    int at = 0;
    if (wrong.line().isDefined() && wrong.startPosition().isDefined()) {
      for (int line = 1; line < (Integer) wrong.line().get(); line++) {
        at = sql.indexOf('\n', at) + 1;
      }
      at += (Integer) wrong.startPosition().get();
    }
    return wrong.withCommand(Secrets.masked(sql, at));
  }
}
