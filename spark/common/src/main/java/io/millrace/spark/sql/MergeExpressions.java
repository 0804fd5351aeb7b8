package io.millrace.spark.sql;

import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.functions;

/**
 * The conditions and values of a MERGE, each resolved by itself at its place in the statement, so
 * that what is wrong with one is marked there: the query that a batch is merged with has other
 * lines and columns.
 */
record MergeExpressions(SparkSession session, Merge merge) {

  /**
   * Refuses the first that cannot be resolved, in Spark's words.
   *
   * @param source rows that come in
   * @param target rows of the table
   */
  void check(Dataset<Row> source, Dataset<Row> target) throws AnalysisException {
    Dataset<Row> one = source.alias(merge.sourceAlias());
    Dataset<Row> both = one.join(target.alias(merge.targetAlias()), functions.lit(true), "left");
    LogicalPlan joined = SparkLine.execution(both).analyzed();
    for (Merge.Place place : merge.expressions()) {
      if (isDefault(place)) {
        continue; // No value, but a word for the column's own.
      }
      Expression value = parsed(place);
      if (!place.ofSource() || !isOf(SparkLine.execution(one).analyzed(), value)) {
        SparkLine.dataset(session, PlanTrees.selecting(joined, value));
      }
    }
  }

  private boolean isOf(LogicalPlan rows, Expression value) {
    try {
      SparkLine.dataset(session, PlanTrees.selecting(rows, value));
      return true;
    } catch (Exception wrong) { // Scala does not declare what it throws.
      if (wrong instanceof AnalysisException) {
        return false;
      }
      throw wrong;
    }
  }

  private boolean isDefault(Merge.Place place) {
    return merge.statement().substring(place.start(), place.end()).equalsIgnoreCase("DEFAULT");
  }

  private Expression parsed(Merge.Place place) throws ParseException {
    String sql = merge.statement();
    try {
      return session
          .sessionState()
          .sqlParser()
          .parseExpression(StatementGate.blanked(sql.substring(0, place.end()), place.start()));
    } catch (ParseException wrong) {
      throw StatementGate.masked(wrong, sql);
    }
  }
}
