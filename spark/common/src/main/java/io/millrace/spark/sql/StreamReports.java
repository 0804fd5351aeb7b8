package io.millrace.spark.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;

/** What {@code SHOW STREAMS} and {@code DESCRIBE STREAM} answer. */
record StreamReports(SparkSession session) {

  static final List<String> LIST =
      List.of("stream", "state", "table", "batch", "rowsPerSecond", "since");
  static final List<String> DESCRIPTION = List.of("property", "value");

  /** Instead of a state, where the definition cannot be read. */
  private static final String UNREADABLE = "UNREADABLE";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A row for each stream, defined or running here, by name. */
  List<Row> list(Optional<String> pattern) throws InvalidStatementException {
    StreamRegistry registry = StreamRegistry.of(session);
    StreamStatuses statuses = new StreamStatuses(session, registry);
    TreeSet<String> names = new TreeSet<>(RunningStreams.ofThisJvm().names(registry));
    names.addAll(registry.names());
    List<Row> rows = new ArrayList<>();
    for (String name : names) {
      if (pattern.isPresent() && !NamePattern.matches(pattern.get(), name)) {
        continue;
      }
      StreamStatus status = statuses.of(name);
      JsonNode progress = progress(status);
      String table = null;
      String state = status.state().name();
      try {
        table = registry.find(name).map(StreamDefinition::sink).orElse(null);
      } catch (InvalidStatementException unreadable) {
        // Why, every statement about this stream tells.
        state = status.state() == StreamStatus.State.RUNNING ? state : UNREADABLE;
      }
      rows.add(
          RowFactory.create(
              name,
              state,
              table,
              progress.path("batchId").isMissingNode() ? null : progress.path("batchId").asText(),
              status.state() == StreamStatus.State.RUNNING ? rate(progress) : null,
              since(status)));
    }
    return rows;
  }

  private static String since(StreamStatus status) {
    return status.since().equals(Instant.EPOCH) ? null : status.since().toString();
  }

  private static String rate(JsonNode progress) {
    JsonNode rate = progress.path("processedRowsPerSecond");
    return rate.isNumber() ? String.format(Locale.ROOT, "%.1f", rate.asDouble()) : null;
  }

  private static JsonNode progress(StreamStatus status) {
    try {
      return JSON.readTree(status.progress().orElse("{}"));
    } catch (JsonProcessingException damaged) {
      return JSON.createObjectNode();
    }
  }

  /** Properties of one stream with their values. */
  List<Row> describe(Statement.DescribeStream statement) throws InvalidStatementException {
    StreamRegistry registry = StreamRegistry.of(session);
    Optional<StreamDefinition> defined = registry.find(statement.name());
    if (defined.isEmpty()) {
      return describeHere(registry, statement.name());
    }
    StreamDefinition definition = defined.get();
    StreamStatus status = new StreamStatuses(session, registry).of(statement.name());
    List<Row> rows = new ArrayList<>();
    add(rows, "Name", definition.name());
    stateRows(rows, status);
    add(rows, "Table", definition.sink());
    option(rows, "Checkpoint", definition, StreamOptions.CHECKPOINT_LOCATION, null);
    option(rows, "Output mode", definition, StreamOptions.OUTPUT_MODE, "append");
    option(rows, "Trigger", definition, StreamOptions.TRIGGER_TYPE, "ProcessingTime");
    progressRows(rows, progress(status));
    add(rows, "Last error", status.error().orElse(null));
    if (statement.extended()) {
      add(rows, "Statement", definition.statement());
      for (StreamDefinition.ScanDefinition scan : definition.scans()) {
        boolean ours = StatementHeads.recognised(scan.statement());
        add(rows, (ours ? "Scan " : "View ") + scan.name(), scan.statement());
      }
      add(rows, "Database", definition.place().catalog() + "." + definition.place().database());
      definition.settings().forEach((key, value) -> add(rows, "Setting " + key, value));
      add(rows, "Registry", registry.location());
      add(rows, "Last progress", status.progress().orElse(null));
    }
    return rows;
  }

  /** A stream whose definition could not be written, which its own application alone knows. */
  private static List<Row> describeHere(StreamRegistry registry, String name)
      throws InvalidStatementException {
    Optional<StreamStatus> status = RunningStreams.ofThisJvm().status(registry, name);
    if (status.isEmpty()) {
      throw registry.noStream(name);
    }
    List<Row> rows = new ArrayList<>();
    add(rows, "Name", name);
    stateRows(rows, status.get());
    add(rows, "Definition", "not in " + registry.location() + ", which could not be written");
    progressRows(rows, progress(status.get()));
    add(rows, "Last error", status.get().error().orElse(null));
    return rows;
  }

  private static void stateRows(List<Row> rows, StreamStatus status) {
    add(rows, "State", status.state().name());
    add(rows, "Since", since(status));
    add(
        rows,
        "Application",
        status.owner().map(owner -> owner.application() + " on host " + owner.host()).orElse(null));
  }

  private static void add(List<Row> rows, String property, String value) {
    rows.add(RowFactory.create(property, value));
  }

  private static void option(
      List<Row> rows, String property, StreamDefinition definition, String key, String otherwise) {
    add(
        rows,
        property,
        definition.options().entrySet().stream()
            .filter(option -> option.getKey().equalsIgnoreCase(key))
            .map(option -> option.getValue())
            .findFirst()
            .orElse(otherwise));
  }

  private static void progressRows(List<Row> rows, JsonNode progress) {
    if (progress.isEmpty()) {
      add(rows, "Last batch", null);
      return;
    }
    add(rows, "Last batch", progress.path("batchId").asText());
    add(rows, "Last progress at", progress.path("timestamp").asText());
    add(rows, "Rows in it", progress.path("numInputRows").asText("0"));
    add(rows, "Rows per second", rate(progress));
    JsonNode watermark = progress.path("eventTime").path("watermark");
    if (watermark.isTextual()) {
      add(rows, "Watermark", watermark.asText());
    }
    long state = 0;
    for (JsonNode operator : progress.path("stateOperators")) {
      state += operator.path("numRowsTotal").asLong();
    }
    add(rows, "Rows of state", Long.toString(state));
    for (JsonNode source : progress.path("sources")) {
      add(rows, "Source", source.path("description").asText());
      source
          .path("metrics")
          .fields()
          .forEachRemaining(
              metric -> add(rows, "  " + metric.getKey(), metric.getValue().asText()));
    }
  }
}
