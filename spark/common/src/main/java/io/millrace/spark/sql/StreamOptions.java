package io.millrace.spark.sql;

import io.millrace.spark.options.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The options of {@code CREATE STREAM}, read once. What is not one of the stream's own belongs to
 * the sink.
 *
 * @param checkpointLocation where the stream keeps its progress and state; empty when the statement
 *     does not say
 * @param triggerName as documented: ProcessingTime, Once, AvailableNow or RealTime
 * @param shufflePartitions tasks of each shuffle and parts of the state; fixed by the first run of
 *     a checkpoint
 * @param writer the remaining options, for the sink
 */
record StreamOptions(
    Optional<String> checkpointLocation,
    OutputMode outputMode,
    String triggerName,
    long triggerIntervalMs,
    OptionalInt shufflePartitions,
    Map<String, String> writer) {

  static final String CHECKPOINT_LOCATION = "checkpointLocation";
  static final String OUTPUT_MODE = "outputMode";
  static final String TRIGGER_TYPE = "triggerType";
  static final String TRIGGER_INTERVAL_MS = "triggerIntervalMs";
  static final String SHUFFLE_PARTITIONS = "shufflePartitions";

  /** All names above, in the order of the documentation. */
  static final List<String> NAMES =
      List.of(
          CHECKPOINT_LOCATION, OUTPUT_MODE, TRIGGER_TYPE, TRIGGER_INTERVAL_MS, SHUFFLE_PARTITIONS);

  private static final String PROCESSING_TIME = "ProcessingTime";
  private static final String ONCE = "Once";
  private static final String AVAILABLE_NOW = "AvailableNow";
  private static final String REAL_TIME = "RealTime";
  private static final long REAL_TIME_BATCH_MS = 300_000;
  private static final List<String> TRIGGERS =
      List.of(PROCESSING_TIME, ONCE, AVAILABLE_NOW, REAL_TIME);

  /** Reads and checks the options of the stream of that name. */
  static StreamOptions of(String stream, Map<String, String> options)
      throws InvalidStatementException {
    Map<String, String> own = new LinkedHashMap<>();
    Map<String, String> writer = new LinkedHashMap<>();
    options.forEach(
        (key, value) ->
            NAMES.stream()
                .filter(key::equalsIgnoreCase)
                .findFirst()
                .ifPresentOrElse(name -> own.put(name, value), () -> writer.put(key, value)));
    refuseMisplaced(stream, writer);
    String trigger = trigger(own.getOrDefault(TRIGGER_TYPE, PROCESSING_TIME));
    long interval = 0;
    if (own.containsKey(TRIGGER_INTERVAL_MS)) {
      interval = number(TRIGGER_INTERVAL_MS, own.get(TRIGGER_INTERVAL_MS), 0, Long.MAX_VALUE);
      if (interval > 0 && (trigger.equals(ONCE) || trigger.equals(AVAILABLE_NOW))) {
        throw new InvalidStatementException(
            "triggerIntervalMs has no meaning with triggerType='"
                + trigger
                + "', which runs once: drop the option, or set it to 0.");
      }
    }
    if (trigger.equals(REAL_TIME)) {
      interval = interval == 0 ? REAL_TIME_BATCH_MS : interval;
      if (SparkLine.realTime(interval).isEmpty()) {
        throw new InvalidStatementException(
            "triggerType='RealTime' needs Spark 4.1 or later: use 'ProcessingTime'.");
      }
    }
    OptionalInt partitions =
        own.containsKey(SHUFFLE_PARTITIONS)
            ? OptionalInt.of(
                (int) number(SHUFFLE_PARTITIONS, own.get(SHUFFLE_PARTITIONS), 1, 100_000))
            : OptionalInt.empty();
    return new StreamOptions(
        Optional.ofNullable(own.get(CHECKPOINT_LOCATION)),
        outputMode(own.getOrDefault(OUTPUT_MODE, "append")),
        trigger,
        interval,
        partitions,
        writer);
  }

  Trigger trigger() {
    return switch (triggerName) {
      case ONCE -> Trigger.Once();
      case AVAILABLE_NOW -> Trigger.AvailableNow();
      case REAL_TIME -> SparkLine.realTime(triggerIntervalMs).orElseThrow();
      default -> Trigger.ProcessingTime(triggerIntervalMs);
    };
  }

  /** Whether rows are handled as they come, in no batches. */
  boolean realTime() {
    return triggerName.equals(REAL_TIME);
  }

  /** Whether the stream ends by itself. */
  boolean bounded() {
    return triggerName.equals(ONCE) || triggerName.equals(AVAILABLE_NOW);
  }

  private static void refuseMisplaced(String stream, Map<String, String> writer)
      throws InvalidStatementException {
    for (Map.Entry<String, String> option : writer.entrySet()) {
      String key = option.getKey();
      if (key.equalsIgnoreCase("queryName")) {
        throw new InvalidStatementException(
            "The name of the stream is "
                + stream
                + ", after CREATE STREAM: drop the option queryName.");
      }
      if (Secrets.isSecret(key, option.getValue())) {
        throw new InvalidStatementException(
            "The option "
                + key
                + " would put a secret into the plan of stream "
                + stream
                + ": give it to CREATE TABLE instead.");
      }
    }
  }

  private static String trigger(String value) throws InvalidStatementException {
    return choice(TRIGGER_TYPE, value, TRIGGERS);
  }

  private static OutputMode outputMode(String value) throws InvalidStatementException {
    return switch (choice(OUTPUT_MODE, value, List.of("append", "update", "complete"))) {
      case "update" -> OutputMode.Update();
      case "complete" -> OutputMode.Complete();
      default -> OutputMode.Append();
    };
  }

  private static String choice(String option, String value, List<String> choices)
      throws InvalidStatementException {
    for (String choice : choices) {
      if (choice.equalsIgnoreCase(value.strip())) {
        return choice;
      }
    }
    throw new InvalidStatementException(
        option
            + "='"
            + value
            + "' is not one of "
            + String.join(", ", choices)
            + NearestName.of(value, choices)
                .map(near -> ": did you mean '" + near + "'?")
                .orElse("."));
  }

  private static long number(String option, String value, long least, long most)
      throws InvalidStatementException {
    try {
      long number = Long.parseLong(value.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Refused below, as a number out of range is.
    }
    String range =
        most == Long.MAX_VALUE ? "of " + least + " or more" : "from " + least + " to " + most;
    throw new InvalidStatementException(
        option + "='" + value + "' is not a whole number " + range + ".");
  }

  /** The name in the documentation's spelling, lower case. */
  String outputModeName() {
    return outputMode.toString().toLowerCase(Locale.ROOT);
  }
}
