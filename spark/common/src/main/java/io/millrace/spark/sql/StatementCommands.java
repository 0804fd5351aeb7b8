package io.millrace.spark.sql;

import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.CreateTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.connector.ExternalCommandRunner;
import org.apache.spark.sql.execution.ExplainMode;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.apache.spark.sql.execution.command.ExternalCommandExecutor;
import scala.collection.immutable.Map$;

/**
 * Makes the plans of our statements: commands that Spark runs once, at once, in the session that
 * parsed them, and tables of what a listing answers.
 */
final class StatementCommands {

  private final SparkSession session;
  private final SessionStreams streams;
  private final SessionScans scans;
  private final ScanUse use;
  private final StreamControl control;
  private final TunnelCommands tunnels;

  StatementCommands(SparkSession session) {
    this.session = session;
    this.streams = new SessionStreams(session);
    this.scans = new SessionScans(session);
    this.use = new ScanUse(session, scans);
    this.control = new StreamControl(session, streams, scans);
    this.tunnels = new TunnelCommands(session);
  }

  SessionScans scans() {
    return scans;
  }

  LogicalPlan createStream(
      Statement.CreateStream stream, String sql, LogicalPlan query, String typed) {
    CreateStreamCommand command =
        new CreateStreamCommand(session, streams, scans, stream, sql, query);
    return command(
        typed,
        () -> {
          command.run();
          streams.awaitIfLast(typed);
        });
  }

  /** Whether a statement that Spark parsed inserts or makes a table of what a query reads. */
  static boolean inserts(LogicalPlan statement) {
    return statement instanceof UnresolvedWith with
        ? inserts(with.child())
        : statement instanceof InsertIntoStatement || statement instanceof CreateTableAsSelect;
  }

  /** Whether a text that Spark could not parse may be a table that a stream writes. */
  boolean mayInsertStream(String sql) {
    return new Tokens(sql).peek().isKeyword("CREATE") && scans.mentionsStream(sql);
  }

  /** Whether a text that Spark could not parse is a MERGE of ours that may read a stream. */
  boolean mayMergeStream(String sql) {
    return new Tokens(sql).peek().isKeyword("MERGE")
        && scans.mentionsStream(sql)
        && LeadingWith.ifInsert(sql).isPresent();
  }

  /**
   * Whether a query that could be a stream is one; one that is wrong is refused in Spark's words.
   */
  boolean isStream(LogicalPlan query) {
    try {
      return SparkLine.dataset(session, query).isStreaming();
    } catch (Exception error) {
      throw SparkErrors.rethrown(
          error instanceof AnalysisException wrong ? SparkErrors.withoutPlan(wrong) : error);
    }
  }

  LogicalPlan insertStream(
      Statement.CreateStream insert, String sql, LogicalPlan query, String typed) {
    return command(
        typed,
        () -> {
          try {
            use.checkSink(insert.sink());
            Statement.CreateStream named = new NamedInsert(session).named(insert);
            new CreateStreamCommand(session, streams, scans, named, sql, query).run();
          } catch (InvalidStatementException refused) {
            throw refused.unchecked();
          }
          streams.awaitIfLast(typed);
        });
  }

  LogicalPlan createStreamTable(
      StreamTable table,
      String sql,
      Statement.CreateStream insert,
      String insertion,
      LogicalPlan query,
      String typed) {
    StreamTableCommand command =
        new StreamTableCommand(session, streams, scans, table, sql, insert, insertion, query);
    return command(
        typed,
        () -> {
          try {
            command.run();
          } catch (InvalidStatementException refused) {
            throw refused.unchecked();
          }
          streams.awaitIfLast(typed);
        });
  }

  LogicalPlan explainStream(Statement.ExplainStream explain, LogicalPlan query) {
    StreamChecks checks = new StreamChecks(session, explain.stream(), query);
    return ResultTable.texts(
        "explanation",
        StreamExplanation.COLUMNS,
        () -> new StreamExplanation(session, checks.prepare(), explain.extended()).rows());
  }

  /** What an INSERT would start, by the settings that name its stream. */
  LogicalPlan explainInsert(ExplainMode mode, Statement.CreateStream insert, LogicalPlan query) {
    try {
      use.checkSink(insert.sink());
    } catch (InvalidStatementException refused) {
      throw refused.unchecked();
    }
    boolean extended = mode.equals(ExplainMode.fromString("extended"));
    return ResultTable.texts(
        "explanation",
        StreamExplanation.COLUMNS,
        () -> {
          Statement.CreateStream named = new NamedInsert(session).named(insert);
          StreamChecks checks = new StreamChecks(session, named, query);
          return new StreamExplanation(session, checks.prepare(), extended).rows();
        });
  }

  /** The plan of a statement that holds no query. */
  LogicalPlan plan(Statement statement, String sql, String typed) {
    if (statement instanceof Statement.CreateScan scan) {
      return command(typed, new CreateScanCommand(session, scans, scan, sql));
    }
    if (statement instanceof Statement.ShowStreams show) {
      return ResultTable.texts(
          "streams", StreamReports.LIST, () -> new StreamReports(session).list(show.pattern()));
    }
    if (statement instanceof Statement.DescribeStream describe) {
      return ResultTable.texts(
          "stream", StreamReports.DESCRIPTION, () -> new StreamReports(session).describe(describe));
    }
    if (statement instanceof Statement.StartStream start) {
      return command(
          typed,
          () -> {
            control.start(start);
            streams.awaitIfLast(typed);
          });
    }
    if (statement instanceof Statement.StopStream stop) {
      return command(typed, () -> control.stop(stop));
    }
    if (statement instanceof Statement.DropStream drop) {
      return command(typed, () -> control.drop(drop));
    }
    if (statement instanceof Statement.AlterStream alter) {
      return command(typed, () -> control.alter(alter));
    }
    if (statement instanceof Statement.ShowScans show) {
      return ResultTable.texts(
          "scans", ScanReports.LIST, () -> ScanReports.list(scans, show.pattern()));
    }
    if (statement instanceof Statement.DropScan drop) {
      return command(typed, () -> dropScan(drop));
    }
    if (statement instanceof Statement.AwaitStreams) {
      return command(typed, streams::await);
    }
    return tunnelPlan(statement, typed);
  }

  private LogicalPlan tunnelPlan(Statement statement, String typed) {
    if (statement instanceof Statement.ShowTunnels show) {
      return ResultTable.texts("tunnels", TunnelCommands.LIST, () -> tunnels.list(show));
    }
    if (statement instanceof Statement.DescribeTunnel describe) {
      return ResultTable.texts(
          "tunnel", TunnelCommands.DESCRIPTION, () -> tunnels.describe(describe));
    }
    if (statement instanceof Statement.CreateTunnel create) {
      return command(typed, () -> tunnels.create(create));
    }
    return command(typed, () -> tunnels.drop((Statement.DropTunnel) statement));
  }

  private void dropScan(Statement.DropScan drop) {
    if (scans.find(drop.name()).isPresent()) {
      session.catalog().dropTempView(drop.name());
    } else if (!drop.ifExists()) {
      throw new InvalidStatementException(
              scans.isTaken(drop.name())
                  ? drop.name() + " is a temporary view and no scan: drop it with DROP VIEW."
                  : "There is no scan " + drop.name() + scans.nearest(drop.name()))
          .unchecked();
    }
  }

  LogicalPlan nothing(String sql) {
    return command(sql, () -> {});
  }

  /**
   * A plan of Spark's; the last one of a command-line script waits for the streams that the script
   * started.
   */
  LogicalPlan spark(LogicalPlan plan, boolean mayReadStream, String sql) {
    refuseMisuse(plan, mayReadStream);
    LogicalPlan answered =
        mayReadStream
            ? ScanPreview.of(session, explained(plan), HiveSession.ofThisThread().isPresent())
            : plan;
    return waiting(answered, sql);
  }

  /** An EXPLAIN of a query, for Spark explains as a stream only what is known to be one. */
  private LogicalPlan explained(LogicalPlan plan) {
    if (plan instanceof ExplainCommand explain
        && ScanPreview.mayAnswer(explain.logicalPlan(), /* prompt= */ true)
        && use.isStream(explain.logicalPlan())) {
      Dataset<Row> query = SparkLine.dataset(session, explain.logicalPlan());
      return new ExplainCommand(SparkLine.execution(query).analyzed(), explain.mode());
    }
    return plan;
  }

  private void refuseMisuse(LogicalPlan plan, boolean mayReadStream) {
    try {
      use.check(plan, mayReadStream);
    } catch (InvalidStatementException refused) {
      throw refused.unchecked();
    }
  }

  /** The plan, which waits for the script's streams if it is the last one of the script. */
  LogicalPlan waiting(LogicalPlan plan, String sql) {
    if (!streams.endsScript(sql)) {
      return plan;
    }
    return command(
        sql,
        () -> {
          new PrintedResult(session).print(plan, System.out);
          streams.await();
        });
  }

  private static LogicalPlan command(String sql, Runnable action) {
    ExternalCommandRunner runner =
        (text, options) -> {
          action.run();
          return new String[0];
        };
    return new ExternalCommandExecutor(runner, Secrets.masked(sql), Map$.MODULE$.empty());
  }
}
