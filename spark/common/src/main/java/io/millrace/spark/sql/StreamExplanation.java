package io.millrace.spark.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.ExplainMode;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructField;
import scala.collection.Iterator;

/** What {@code EXPLAIN CREATE STREAM} answers: what would run, found by the checks of a start. */
record StreamExplanation(SparkSession session, PreparedStream stream, boolean extended) {

  static final List<String> COLUMNS = List.of("plan");

  List<Row> rows() {
    List<String> lines = new ArrayList<>();
    lines.add("Stream " + stream.name() + " into " + stream.sink().identity());
    lines.add(
        "Output mode "
            + stream.options().outputModeName()
            + ", trigger "
            + trigger(stream.options()));
    lines.add("Checkpoint " + stream.checkpoint().location());
    lines.add("Columns");
    for (StructField field : stream.rows().schema().fields()) {
      lines.add("  " + field.name() + " " + field.dataType().simpleString());
    }
    lines.add("State");
    List<String> state = state();
    lines.addAll(state.isEmpty() ? List.of("  none") : state);
    lines.add("Plan");
    ExplainMode mode = ExplainMode.fromString(extended ? "extended" : "simple");
    String plan =
        StreamStart.withShufflePartitions(
            session,
            stream.options().shufflePartitions(),
            () -> SparkLine.execution(analyzed()).explainString(mode));
    plan.lines().map(line -> "  " + line).forEach(lines::add);
    return lines.stream().map(line -> (Row) RowFactory.create(line)).toList();
  }

  /** Spark explains as a stream only what it knows to be one before it has analyzed it. */
  private Dataset<Row> analyzed() {
    return SparkLine.dataset(session, SparkLine.execution(stream.rows()).analyzed());
  }

  private static String trigger(StreamOptions options) {
    return options.bounded()
        ? options.triggerName()
        : options.triggerName() + " every " + options.triggerIntervalMs() + " ms";
  }

  private List<String> state() {
    List<String> state = new ArrayList<>();
    LogicalPlan whole = SparkLine.execution(stream.rows()).analyzed();
    collect(whole, whole, state);
    return state;
  }

  private void collect(LogicalPlan plan, LogicalPlan whole, List<String> state) {
    if (plan.isStreaming()) {
      stateOf(plan).ifPresent(kept -> state.add("  " + kept + ", " + until(plan, whole)));
    }
    PlanTrees.list(plan.children()).forEach(child -> collect(child, whole, state));
  }

  private static Optional<String> stateOf(LogicalPlan plan) {
    if (plan instanceof Aggregate aggregate) {
      List<String> groups =
          PlanTrees.list(aggregate.groupingExpressions()).stream()
              .map(group -> group.sql())
              .toList();
      return Optional.of(
          groups.isEmpty() ? "one group" : "a row for each group of " + String.join(", ", groups));
    }
    if (plan instanceof Deduplicate || plan instanceof Distinct) {
      return Optional.of("a row for each distinct row");
    }
    if (plan instanceof Join join && join.left().isStreaming() && join.right().isStreaming()) {
      return Optional.of("the rows of both sides of a join");
    }
    return plan instanceof GlobalLimit ? Optional.of("the number of rows") : Optional.empty();
  }

  private String until(LogicalPlan plan, LogicalPlan whole) {
    List<String> delays = new ArrayList<>();
    watermarks(plan, delays);
    if (delays.isEmpty()) {
      watermarks(whole, delays); // The queries of a WITH clause stand beside what reads them.
    }
    if (delays.isEmpty()) {
      return "kept for ever, because the query has no watermark";
    }
    if (plan instanceof Aggregate && stream.options().outputMode().equals(OutputMode.Complete())) {
      return "kept for ever, because outputMode 'complete' writes all of them at each batch";
    }
    return bounding(plan).stream().anyMatch(StreamExplanation::hasWatermark)
        ? "kept until the watermark passes it: " + String.join(", ", delays)
        : "kept for ever, because it does not depend on the time with the watermark";
  }

  /** By what the state of an operator is found again: a time among it can become too old. */
  private static List<Expression> bounding(LogicalPlan plan) {
    if (plan instanceof Aggregate aggregate) {
      return PlanTrees.list(aggregate.groupingExpressions());
    }
    if (plan instanceof Deduplicate deduplicate) {
      return new ArrayList<>(PlanTrees.list(deduplicate.keys()));
    }
    if (plan instanceof Join join) {
      return join.condition().isDefined() ? List.of(join.condition().get()) : List.of();
    }
    return plan instanceof Distinct ? new ArrayList<>(PlanTrees.list(plan.output())) : List.of();
  }

  private static boolean hasWatermark(Expression expression) {
    Iterator<Attribute> each = expression.references().iterator();
    while (each.hasNext()) {
      if (each.next().metadata().contains(EventTimeWatermark.delayKey())) {
        return true;
      }
    }
    return false;
  }

  private static void watermarks(LogicalPlan plan, List<String> delays) {
    if (plan instanceof EventTimeWatermark watermark) {
      Attribute time = watermark.eventTime();
      delays.add(time.name() + " delayed by " + watermark.delay());
    }
    PlanTrees.list(plan.children()).forEach(child -> watermarks(child, delays));
  }
}
