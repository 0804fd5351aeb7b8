package io.millrace.spark.sql;

import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.MergeIntoTable;
import scala.Option;

/** Merges batches into a table whose source knows MERGE itself, such as Delta's and Iceberg's. */
record SparkMerge(SparkSession session, Merge merge) implements MergeTarget {

  private static final String SOURCE_VIEW = "__millrace_merge_source__";

  /**
   * Conditions and values are checked by themselves, at their places in the statement; what else
   * the table's source refuses, it tells without a place.
   */
  @Override
  public void check(Dataset<Row> source) throws InvalidStatementException {
    if (merge.condition().isEmpty()) {
      throw new InvalidStatementException(
          "MERGE INTO "
              + merge.target()
              + " needs ON and a condition after its source: only a table of Tablestore has a key to find rows by.");
    }
    Dataset<Row> none = session.createDataFrame(List.<Row>of(), source.schema());
    try {
      new MergeExpressions(session, merge).check(none, session.table(merge.target().sql()));
    } catch (ParseException wrong) {
      throw SparkErrors.rethrown(wrong);
    } catch (Exception wrong) {
      throw SparkErrors.rethrown(
          wrong instanceof AnalysisException named ? SparkErrors.withoutPlan(named) : wrong);
    }
    if (analyzed(none) instanceof MergeIntoTable) {
      throw new InvalidStatementException(
          "The source of "
              + merge.target()
              + " knows no MERGE: use INSERT INTO, or a table of Tablestore, Delta or Iceberg.");
    }
  }

  /** What the table's source makes of the merge of such a batch; Spark's own plan if nothing. */
  private LogicalPlan analyzed(Dataset<Row> batch) {
    batch.createOrReplaceTempView(SOURCE_VIEW);
    try {
      return session
          .sessionState()
          .analyzer()
          .executeAndCheck(
              session.sessionState().sqlParser().parsePlan(sql()),
              new QueryPlanningTracker(Option.empty()));
    } catch (Exception wrong) {
      throw SparkErrors.rethrown(
          wrong instanceof AnalysisException named ? SparkErrors.withoutPlace(named) : wrong);
    } finally {
      session.catalog().dropTempView(SOURCE_VIEW);
    }
  }

  @Override
  public void apply(Dataset<Row> batch) {
    batch.createOrReplaceTempView(SOURCE_VIEW);
    batch.sparkSession().sql(sql());
  }

  String sql() {
    return "MERGE INTO "
        + merge.target().sql()
        + " AS "
        + new QualifiedName(List.of(merge.targetAlias())).sql()
        + " USING "
        + SOURCE_VIEW
        + " AS "
        + new QualifiedName(List.of(merge.sourceAlias())).sql()
        + " ON "
        + merge.condition().orElseThrow()
        + " "
        + merge.clausesText();
  }
}
