package io.millrace.spark.sql;

import io.millrace.spark.stream.TunnelStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedHaving;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnsupportedOperationChecker;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * A {@code SELECT ... LIMIT n} over a scan of a stream: a query of its own, with a checkpoint that
 * is thrown away, reads what is there until it has the rows.
 */
final class ScanPreview {

  /** The node that Spark 4.1 and later make of LIMIT ALL, which others leave out. */
  private static final String LIMIT_ALL = "LimitAll";

  private final SparkSession session;
  private final Dataset<Row> query;
  private final int limit;

  private ScanPreview(SparkSession session, Dataset<Row> query, int limit) {
    this.session = session;
    this.query = query;
    this.limit = limit;
  }

  /**
   * The plan that answers a query; the query itself when it is not a bounded one of a stream.
   *
   * @param prompt whether somebody types it, who can do nothing with an unbounded one
   */
  static LogicalPlan of(SparkSession session, LogicalPlan plan, boolean prompt) {
    LogicalPlan body = body(plan);
    if (!(body instanceof GlobalLimit limit)) {
      if (prompt && isSelect(body) && SparkLine.dataset(session, plan).isStreaming()) {
        throw unbounded().unchecked();
      }
      return plan;
    }
    Dataset<Row> rows = SparkLine.dataset(session, plan);
    if (!rows.isStreaming()) {
      return plan;
    }
    ScanPreview preview = new ScanPreview(session, rows, most(session, limit));
    return ResultTable.plan("preview", rows.schema(), preview::rows);
  }

  /** The value of a LIMIT that Spark found to be a number of rows, and may have to compute. */
  private static int most(SparkSession session, GlobalLimit limit) {
    return SparkLine.dataset(session, PlanTrees.selecting(new OneRowRelation(), limit.limitExpr()))
        .head()
        .getInt(0);
  }

  /**
   * Whether {@link #of} answers a statement in another way than Spark, if that reads a stream.
   *
   * @param prompt whether somebody types it
   */
  static boolean mayAnswer(LogicalPlan statement, boolean prompt) {
    LogicalPlan body = body(statement);
    return body instanceof GlobalLimit || (prompt && isSelect(body));
  }

  private static LogicalPlan body(LogicalPlan plan) {
    return plan instanceof UnresolvedWith with ? with.child() : plan;
  }

  private static boolean isSelect(LogicalPlan plan) {
    return plan instanceof Project
        || plan instanceof Aggregate
        || plan instanceof Distinct
        || plan instanceof Union
        || plan instanceof Intersect
        || plan instanceof Except
        || plan instanceof UnresolvedHaving
        || plan instanceof Sort
        || plan instanceof Offset
        || plan instanceof UnresolvedRelation // TABLE name
        || plan.nodeName().equals(LIMIT_ALL);
  }

  /** The sentence about a query of a stream that nothing bounds. */
  static InvalidStatementException unbounded() {
    return new InvalidStatementException(
        "The query reads a stream, which never ends: add LIMIT and a number to see the first rows of it, or write them into a table with CREATE STREAM.");
  }

  private List<Row> rows() throws Exception {
    List<Row> rows = Collections.synchronizedList(new ArrayList<>());
    OutputMode mode = mode();
    Path checkpoint = temporary();
    VoidFunction2<Dataset<Row>, Long> collect =
        (batch, id) -> {
          if (mode.equals(OutputMode.Complete())) {
            rows.clear();
          }
          if (rows.size() < limit) {
            rows.addAll(batch.limit(limit - rows.size()).collectAsList());
          }
        };
    try {
      DataStreamWriter<Row> writer =
          query
              .writeStream()
              .outputMode(mode)
              .trigger(Trigger.AvailableNow())
              .option(StreamOptions.CHECKPOINT_LOCATION, checkpoint.toString())
              .foreachBatch(collect);
      StreamingQuery running =
          StreamStart.withSetting(
              session,
              TunnelStreams.MOVES_TUNNEL,
              "false",
              () -> StreamStart.withSettings(session, OptionalInt.empty(), () -> start(writer)));
      try {
        while (!running.awaitTermination(50)) {
          if (rows.size() >= limit && !mode.equals(OutputMode.Complete())) {
            break;
          }
        }
      } catch (StreamingQueryException failed) {
        throw new InvalidStatementException(
            "The first rows of the stream cannot be had: " + RootCause.sentence(failed));
      } finally {
        running.stop();
      }
    } finally {
      delete(checkpoint);
    }
    return List.copyOf(rows);
  }

  private static StreamingQuery start(DataStreamWriter<Row> writer) {
    try {
      return writer.start();
    } catch (TimeoutException slow) {
      throw SparkErrors.rethrown(slow);
    }
  }

  private OutputMode mode() {
    LogicalPlan plan = SparkLine.execution(query).analyzed();
    Optional<AnalysisException> notAppend = refusal(plan, OutputMode.Append());
    if (notAppend.isEmpty()) {
      return OutputMode.Append();
    }
    if (refusal(plan, OutputMode.Complete()).isPresent()) {
      throw new InvalidStatementException(
              "The first rows of a stream cannot be had of this query: "
                  + SparkErrors.reason(notAppend.get())
                  + ".")
          .unchecked();
    }
    return OutputMode.Complete();
  }

  /** Why the query cannot have an output mode; empty when it can. */
  private static Optional<AnalysisException> refusal(LogicalPlan plan, OutputMode mode) {
    try {
      UnsupportedOperationChecker.checkForStreaming(plan, mode);
      return Optional.empty();
    } catch (Exception error) {
      if (error instanceof AnalysisException wrong) {
        return Optional.of(wrong);
      }
      throw SparkErrors.rethrown(error);
    }
  }

  private Path temporary() throws IOException {
    return new Path(Files.createTempDirectory("millrace-preview-").toUri());
  }

  private void delete(Path checkpoint) throws IOException {
    FileSystem.get(checkpoint.toUri(), session.sessionState().newHadoopConf())
        .delete(checkpoint, true);
  }
}
