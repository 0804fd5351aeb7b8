package io.millrace.spark.sql;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * Makes a table and starts the stream that writes into it, under the name and options that the
 * session's settings give it. A table of a stream that could not start is dropped again.
 *
 * @param sql the statement with the values of its parameters
 * @param insert the insertion that the stream is, as {@code insertion} has it
 */
record StreamTableCommand(
    SparkSession session,
    SessionStreams streams,
    SessionScans scans,
    StreamTable table,
    String sql,
    Statement.CreateStream insert,
    String insertion,
    LogicalPlan query) {

  void run() throws InvalidStatementException {
    NamedInsert settings = new NamedInsert(session);
    settings.name("CREATE TABLE " + table.name() + " AS");
    boolean exists = session.catalog().tableExists(table.name().sql());
    if (exists && !table.ifNotExists()) {
      throw new InvalidStatementException(
          "There is a table "
              + table.name()
              + " already: drop it, or write CREATE TABLE IF NOT EXISTS, with which the stream goes on writing into it.");
    }
    if (!exists) {
      table.create(session, sql, SparkLine.dataset(session, query).schema());
    }
    boolean started = false;
    try {
      Statement.CreateStream named = settings.named(insert);
      new CreateStreamCommand(session, streams, scans, named, insertion, query).run();
      started = true;
    } finally {
      if (!started && !exists) {
        table.drop(session);
      }
    }
  }
}
