package io.millrace.spark.sql;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.ExternalCommandRunner;
import org.apache.spark.sql.execution.command.ExternalCommandExecutor;
import scala.collection.immutable.Map$;

/**
 * Makes the plans of our statements: commands that Spark runs once, at once, in the session that
 * parsed them.
 */
final class StatementCommands {

  private final SparkSession session;
  private final SessionStreams streams;

  StatementCommands(SparkSession session) {
    this.session = session;
    this.streams = new SessionStreams(session);
  }

  LogicalPlan createScan(Statement.CreateScan scan, String sql) {
    return command(sql, new CreateScanCommand(session, scan));
  }

  LogicalPlan createStream(Statement.CreateStream stream, LogicalPlan query, String sql) {
    CreateStreamCommand command = new CreateStreamCommand(session, streams, stream, query);
    return command(
        sql,
        () -> {
          command.run();
          streams.awaitIfLast(sql);
        });
  }

  LogicalPlan awaitStreams(String sql) {
    return command(sql, streams::await);
  }

  LogicalPlan nothing(String sql) {
    return command(sql, () -> {});
  }

  /**
   * A plan of Spark's; the last one of a command-line script waits for the streams that the script
   * started.
   */
  LogicalPlan spark(LogicalPlan plan, String sql) {
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
