package io.millrace.spark.sql;

import io.millrace.spark.source.TablestoreStatements;
import io.millrace.spark.stream.SparkCheckpoint;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.catalyst.streaming.WriteToStream;

/**
 * Looks at the checkpoint of a streaming query that reads or writes a table of ours, however it is
 * started, before Spark does. It is no check rule, because Spark puts the plan behind the sentences
 * of those.
 */
final class CheckpointRule extends Rule<LogicalPlan> {

  private final SparkSession session;

  CheckpointRule(SparkSession session) {
    this.session = session;
  }

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    if (plan instanceof WriteToStream start && TablestoreStatements.concerns(start)) {
      SparkCheckpoint.of(start.resolvedCheckpointLocation(), session.sessionState().newHadoopConf())
          .check();
    }
    return plan;
  }
}
