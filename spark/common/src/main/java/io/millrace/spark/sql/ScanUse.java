package io.millrace.spark.sql;

import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.CacheTable;
import org.apache.spark.sql.catalyst.plans.logical.CacheTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.CreateTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.DeleteFromTable;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeIntoTable;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.ReplaceTableAsSelect;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.plans.logical.UpdateTable;
import org.apache.spark.sql.execution.command.ExplainCommand;
import scala.collection.Seq;

/**
 * Refuses what statements of Spark cannot do with scans, where Spark's own answer is of no help.
 */
record ScanUse(SparkSession session, SessionScans scans) {

  /**
   * A statement that writes.
   *
   * @param remedy what a stream would write instead, after {@code CREATE STREAM name OPTIONS(...)}
   * @param target empty when it is a new table or a directory
   */
  private record Write(
      String what, String remedy, Optional<LogicalPlan> target, LogicalPlan query) {

    private Write(String what, Optional<LogicalPlan> target, LogicalPlan query) {
      this(what, "INSERT INTO a table that is there", target, query);
    }

    private InvalidStatementException cannotReadAStream(String explain) {
      return new InvalidStatementException(
          explain
              + what
              + " cannot read a stream, which never ends: write "
              + explain
              + "CREATE STREAM name OPTIONS(checkpointLocation='...') "
              + remedy
              + ".");
    }
  }

  private static final String MERGE = "MERGE INTO by itself";
  private static final String MERGE_REMEDY = "before MERGE INTO";

  /**
   * Checks a statement as it was parsed.
   *
   * @param mayReadStream whether it may read a scan of a stream
   */
  void check(LogicalPlan statement, boolean mayReadStream) throws InvalidStatementException {
    if (statement instanceof ExplainCommand explain) {
      check("EXPLAIN ", explain.logicalPlan(), mayReadStream);
    } else {
      check("", statement, mayReadStream);
    }
  }

  private void check(String explain, LogicalPlan statement, boolean mayReadStream)
      throws InvalidStatementException {
    if (statement instanceof Union inserts && writes(statement)) { // FROM ... INSERT ... INSERT ...
      for (LogicalPlan insert : PlanTrees.list(inserts.children())) {
        checkWrite(explain, insert, mayReadStream);
      }
    } else {
      checkWrite(explain, statement, mayReadStream);
    }
  }

  private void checkWrite(String explain, LogicalPlan statement, boolean mayReadStream)
      throws InvalidStatementException {
    Optional<Write> write = write(statement);
    if (write.isEmpty()) {
      return;
    }
    Optional<SessionScans.Scan> target = write.get().target().flatMap(this::scan);
    if (target.isPresent()) {
      throw neverWritten(target.get());
    }
    if (mayReadStream && isStream(write.get().query())) {
      throw write.get().cannotReadAStream(explain);
    }
  }

  /** Refuses to write into a scan. */
  void checkSink(QualifiedName sink) throws InvalidStatementException {
    if (sink.parts().size() == 1) {
      Optional<SessionScans.Scan> scan = scans.find(sink.last());
      if (scan.isPresent()) {
        throw neverWritten(scan.get());
      }
    }
  }

  private static InvalidStatementException neverWritten(SessionScans.Scan scan) {
    return new InvalidStatementException(
        scan.name()
            + " is a scan, which is read and never written: name its table "
            + scan.statement().table()
            + ".");
  }

  /** The sentence about a MERGE of a stream in the dialect's form, which Spark does not know. */
  static InvalidStatementException mergeByItself() {
    return new Write(MERGE, MERGE_REMEDY, Optional.empty(), new OneRowRelation())
        .cannotReadAStream("");
  }

  /** Whether a statement writes what a query reads. */
  static boolean writes(LogicalPlan statement) {
    LogicalPlan first = statement instanceof Union inserts ? inserts.children().head() : statement;
    return write(first).isPresent();
  }

  private static Optional<Write> write(LogicalPlan plan) {
    if (plan instanceof UnresolvedWith with) {
      return write(with.child())
          .map(
              it ->
                  new Write(
                      it.what(),
                      it.remedy(),
                      it.target(),
                      PlanTrees.mapChildren(with, child -> it.query())));
    }
    if (plan instanceof InsertIntoStatement insert) {
      String what = insert.overwrite() ? "INSERT OVERWRITE" : "This form of INSERT";
      return Optional.of(new Write(what, Optional.of(insert.table()), insert.query()));
    }
    if (plan instanceof MergeIntoTable merge) {
      return Optional.of(
          new Write(MERGE, MERGE_REMEDY, Optional.of(merge.targetTable()), merge.sourceTable()));
    }
    if (plan instanceof CreateTableAsSelect create) {
      return Optional.of(new Write("CREATE TABLE AS", Optional.empty(), create.query()));
    }
    if (plan instanceof ReplaceTableAsSelect replace) {
      return Optional.of(new Write("REPLACE TABLE AS", Optional.empty(), replace.query()));
    }
    if (plan instanceof DeleteFromTable delete) {
      return Optional.of(new Write("DELETE FROM", Optional.of(delete.table()), delete.table()));
    }
    if (plan instanceof UpdateTable update) {
      return Optional.of(new Write("UPDATE", Optional.of(update.table()), update.table()));
    }
    if (plan instanceof CacheTable cache) {
      return Optional.of(new Write("CACHE TABLE", Optional.empty(), cache.table()));
    }
    if (plan instanceof CacheTableAsSelect cache) {
      return Optional.of(new Write("CACHE TABLE", Optional.empty(), cache.plan()));
    }
    return plan instanceof InsertIntoDir directory
        ? Optional.of(new Write("INSERT OVERWRITE", Optional.empty(), directory.child()))
        : Optional.empty();
  }

  private Optional<SessionScans.Scan> scan(LogicalPlan table) {
    if (table instanceof SubqueryAlias alias) {
      return scan(alias.child());
    }
    if (!(table instanceof UnresolvedRelation relation)) {
      return Optional.empty();
    }
    Seq<String> name = relation.multipartIdentifier();
    return name.size() == 1 ? scans.find(name.head()) : Optional.empty();
  }

  /** Whether a query reads a stream; false for one that is wrong. */
  boolean isStream(LogicalPlan query) {
    try {
      return SparkLine.dataset(session, query).isStreaming();
    } catch (Exception wrong) {
      // Spark says what is wrong, when it is given the whole statement.
      return false;
    }
  }
}
