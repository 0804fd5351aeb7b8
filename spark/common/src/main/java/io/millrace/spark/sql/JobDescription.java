package io.millrace.spark.sql;

import org.apache.spark.SparkContext;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/**
 * What a thread calls its jobs. spark-sql takes the statement for it, and the event log keeps it,
 * so that a secret in it has to be masked before a job begins.
 */
record JobDescription(SparkContext context) {

  private static final String KEY = "spark.job.description";

  /** Masks the secrets in it. */
  void mask() {
    String text = context.getLocalProperty(KEY);
    if (text != null) {
      mask(text);
    }
  }

  private void mask(String text) {
    if (Secrets.mentions(text)) {
      context.setLocalProperty(KEY, Secrets.masked(text));
    }
  }

  /**
   * Masks the secrets in it unless it is an INSERT of values alone, which may be long and has no
   * option that could hold one.
   *
   * @param plan what Spark's parser made of the statement
   */
  void mask(LogicalPlan plan, String sql) {
    String text = context.getLocalProperty(KEY);
    if (text != null && !(text.equals(sql) && isOfValues(plan))) {
      mask(text);
    }
  }

  private static boolean isOfValues(LogicalPlan plan) {
    return plan instanceof InsertIntoStatement insert
        && insert.table() instanceof UnresolvedRelation table
        && !holdsSecret(table)
        && insert.query() instanceof LeafNode
        && !(insert.query() instanceof UnresolvedRelation);
  }

  /** Spark 4 puts options of its own there as well. */
  private static boolean holdsSecret(UnresolvedRelation table) {
    for (String option : table.options().keySet()) {
      if (Secrets.isSecret(option)) {
        return true;
      }
    }
    return false;
  }
}
