package io.millrace.spark.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.analysis.UnsupportedOperationChecker;
import org.apache.spark.sql.catalyst.optimizer.ReplaceExceptWithAntiJoin;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.streaming.OutputMode;

/**
 * Which output modes a stream can have: those that both its query and its table allow.
 *
 * @param query analyzed
 * @param merged whether batches are merged into the table
 */
record OutputModes(LogicalPlan query, TableAccess sink, boolean merged) {

  private static final Map<String, OutputMode> ALL = new LinkedHashMap<>();

  static {
    ALL.put("append", OutputMode.Append());
    ALL.put("complete", OutputMode.Complete());
    ALL.put("update", OutputMode.Update());
  }

  /** Refuses a mode that the stream cannot have, with those that it can. */
  void check(String stream, StreamOptions options) throws InvalidStatementException {
    Optional<String> reason = refusal(options.outputMode());
    if (reason.isEmpty()) {
      return;
    }
    if (ALL.values().stream().allMatch(mode -> byQuery(mode).isPresent()) && !lacksWatermark()) {
      throw new InvalidStatementException(
          "The query of stream " + stream + " cannot run as a stream: " + reason.get() + ".");
    }
    List<String> possible = possible();
    throw new InvalidStatementException(
        "Stream "
            + stream
            + " cannot have outputMode='"
            + options.outputModeName()
            + "': "
            + reason.get()
            + (possible.isEmpty() ? "." : "; it can have " + String.join(" or ", possible) + "."));
  }

  private List<String> possible() {
    List<String> possible = new ArrayList<>();
    ALL.forEach(
        (name, mode) -> {
          if (refusal(mode).isEmpty()) {
            possible.add("'" + name + "'");
          }
        });
    if (lacksWatermark()) {
      possible.add(
          "'append' with groups of a time of which WHERE delay(time) < '2 minutes' says how late it may be");
    }
    return possible;
  }

  private boolean lacksWatermark() {
    return byQuery(OutputMode.Append())
        .filter(reason -> reason.contains("without watermark"))
        .isPresent();
  }

  /** Why the stream cannot have a mode. */
  private Optional<String> refusal(OutputMode mode) {
    return byQuery(mode).or(() -> bySink(mode));
  }

  private Optional<String> byQuery(OutputMode mode) {
    try {
      // The optimizer makes an aggregate of EXCEPT, which the checker does not look for.
      UnsupportedOperationChecker.checkForStreaming(ReplaceExceptWithAntiJoin.apply(query), mode);
      return Optional.empty();
    } catch (Exception error) {
      if (error instanceof AnalysisException wrong) {
        return Optional.of(SparkErrors.reason(wrong));
      }
      throw SparkErrors.rethrown(error);
    }
  }

  private Optional<String> bySink(OutputMode mode) {
    return !merged && sink.isOnlyAppendedTo() && !mode.equals(OutputMode.Append())
        ? Optional.of("rows of " + sink.identity() + ", a table of files, are never replaced")
        : Optional.empty();
  }
}
