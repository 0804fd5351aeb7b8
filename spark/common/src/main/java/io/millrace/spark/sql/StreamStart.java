package io.millrace.spark.sql;

import io.millrace.spark.files.LocalCheckpointFs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;

/** The start of a stream that passed every check. */
record StreamStart(
    SparkSession session, String name, StreamOptions options, StreamCheckpoint checkpoint) {

  private static final String EXCLUDED_RULES = "spark.sql.optimizer.excludedRules";
  private static final String FOLDING =
      "org.apache.spark.sql.catalyst.optimizer.FoldablePropagation";

  private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";
  private static final int SPARKS_SHUFFLE_PARTITIONS = 200;

  /**
   * What the statement's own execution leaves with its thread, and what the stream's thread would
   * inherit: its batches would count as parts of the statement, and cancelling the statement's jobs
   * would cancel theirs.
   */
  private static final List<String> INHERITED =
      List.of(
          "spark.sql.execution.id",
          "spark.sql.execution.root.id",
          "spark.job.description",
          "spark.jobGroup.id",
          "spark.job.tags");

  StreamingQuery start(Dataset<Row> rows, TableAccess sink, Optional<MergeTarget> merge)
      throws InvalidStatementException {
    DataStreamWriter<Row> writer =
        rows.writeStream()
            .queryName(name)
            .outputMode(options.outputMode())
            .trigger(options.trigger())
            .options(sink.writerDefaults())
            .options(options.writer())
            .option(StreamOptions.CHECKPOINT_LOCATION, checkpoint.location());
    checkpoint.claim();
    boolean started = false;
    Map<String, String> inherited = detach();
    try {
      StreamingQuery query =
          withSettings(session, options.shufflePartitions(), () -> begin(writer, sink, merge));
      started = true;
      return query;
    } finally {
      inherited.forEach(session.sparkContext()::setLocalProperty);
      if (!started) {
        checkpoint.release();
      }
    }
  }

  /** Starts a stream with the settings that those of SQL have unless the session chose others. */
  static <T> T withSettings(SparkSession session, OptionalInt partitions, Supplier<T> start) {
    return withShufflePartitions(
        session, partitions, () -> withOwnConstants(session, () -> withLocalFiles(session, start)));
  }

  private static StreamingQuery begin(
      DataStreamWriter<Row> writer, TableAccess sink, Optional<MergeTarget> merge) {
    try {
      if (merge.isEmpty()) {
        return sink.start(writer);
      }
      VoidFunction2<Dataset<Row>, Long> apply = (batch, id) -> merge.get().apply(batch);
      return writer.foreachBatch(apply).start();
    } catch (TimeoutException slow) {
      throw SparkErrors.rethrown(slow);
    }
  }

  private Map<String, String> detach() {
    SparkContext context = session.sparkContext();
    Map<String, String> inherited = new HashMap<>();
    for (String key : INHERITED) {
      inherited.put(key, context.getLocalProperty(key));
      context.setLocalProperty(key, null);
    }
    return inherited;
  }

  /**
   * Spark's default of 200 parts of the state costs a small cluster seconds per batch. A cluster
   * may grow, so it gets two parts for each core; one process does not. The number is copied into
   * the stream when it is created, so it is set for that moment; a checkpoint keeps the number of
   * its first run.
   */
  static <T> T withShufflePartitions(SparkSession session, OptionalInt wanted, Supplier<T> start) {
    SQLConf conf = session.sessionState().conf();
    boolean chosen = conf.contains(SHUFFLE_PARTITIONS);
    if (chosen && wanted.isEmpty()) {
      return start.get();
    }
    SparkContext context = session.sparkContext();
    int usual = (context.isLocal() ? 1 : 2) * context.defaultParallelism();
    int partitions = wanted.orElse(Math.min(SPARKS_SHUFFLE_PARTITIONS, usual));
    return withSetting(session, SHUFFLE_PARTITIONS, String.valueOf(partitions), start);
  }

  /** A checkpoint on the local disk is written without starting processes; see there. */
  private static <T> T withLocalFiles(SparkSession session, Supplier<T> start) {
    String chosen = session.sessionState().newHadoopConf().get(LocalCheckpointFs.SETTING);
    if (chosen != null && !chosen.equals(LocalCheckpointFs.HADOOPS_OWN)) {
      return start.get();
    }
    return withSetting(
        session, LocalCheckpointFs.SETTING, LocalCheckpointFs.class.getName(), start);
  }

  /**
   * Spark 3.5.1 takes a constant that all rows of a batch have, such as that of one query of a
   * UNION, for the one of the groups of batches before as well (SPARK-47840).
   */
  private static <T> T withOwnConstants(SparkSession session, Supplier<T> start) {
    if (!session.version().startsWith("3.")) {
      return start.get();
    }
    String chosen = session.conf().get(EXCLUDED_RULES, "");
    String excluded = chosen.isBlank() ? FOLDING : chosen + "," + FOLDING;
    return withSetting(session, EXCLUDED_RULES, excluded, start);
  }

  /** Starts a stream with a setting that the session itself keeps as it was. */
  static <T> T withSetting(SparkSession session, String key, String value, Supplier<T> start) {
    SQLConf conf = session.sessionState().conf();
    synchronized (conf) {
      String before = conf.contains(key) ? session.conf().get(key) : null;
      session.conf().set(key, value);
      try {
        return start.get();
      } finally {
        if (before == null) {
          session.conf().unset(key);
        } else {
          session.conf().set(key, before);
        }
      }
    }
  }
}
