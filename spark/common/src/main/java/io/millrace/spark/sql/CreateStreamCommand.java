package io.millrace.spark.sql;

import io.millrace.spark.error.MillraceException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a stream that passed its checks, and keeps its definition. */
final class CreateStreamCommand {

  private static final Logger LOG = LoggerFactory.getLogger(CreateStreamCommand.class);

  private final SparkSession session;
  private final SessionStreams streams;
  private final SessionScans scans;
  private final Statement.CreateStream statement;
  private final String sql;
  private final LogicalPlan query;

  /**
   * A stream to be.
   *
   * @param sql the statement's text, which places in {@code statement} refer to
   */
  CreateStreamCommand(
      SparkSession session,
      SessionStreams streams,
      SessionScans scans,
      Statement.CreateStream statement,
      String sql,
      LogicalPlan query) {
    this.session = session;
    this.streams = streams;
    this.scans = scans;
    this.statement = statement;
    this.sql = sql;
    this.query = query;
  }

  void run() {
    try {
      StreamRegistry registry = StreamRegistry.of(session);
      RunningStreams.ofThisJvm().alone(registry, statement.name(), () -> run(registry));
    } catch (MillraceException refused) {
      throw refused.unchecked();
    } catch (Exception failed) {
      throw SparkErrors.rethrown(failed);
    }
  }

  private boolean run(StreamRegistry registry) throws Exception {
    StreamStatus seen = status(registry);
    if (isRunning(registry)) {
      return false;
    }
    PreparedStream prepared = new StreamChecks(session, statement, query).prepare();
    return registry
        .starts(statement.name())
        .holding(
            RunningStreams.owner(session.sparkContext().applicationId()),
            () -> {
              // Another application may have started it since.
              if (!status(registry).equals(seen) && isRunning(registry)) {
                return false;
              }
              start(prepared, registry);
              return true;
            });
  }

  private StreamStatus status(StreamRegistry registry) {
    try {
      return registry.status(statement.name());
    } catch (InvalidStatementException unreadable) {
      return StreamStatus.never();
    }
  }

  /** Whether a stream runs that need not be started; one that must not run is refused. */
  private boolean isRunning(StreamRegistry registry) throws InvalidStatementException {
    if (Arrays.stream(session.streams().active())
        .anyMatch(running -> statement.name().equals(running.name()))) {
      if (!statement.ifNotExists()) {
        throw new InvalidStatementException(
            "A stream named "
                + statement.name()
                + " is already running in this session: choose another name.");
      }
      return true;
    }
    if (RunningStreams.ofThisJvm().find(registry, statement.name()).isPresent()) {
      if (!statement.ifNotExists()) {
        throw new InvalidStatementException(
            "A stream named "
                + statement.name()
                + " is already running in another session: STOP STREAM ends it.");
      }
      return true;
    }
    Optional<StreamStatus.Owner> elsewhere = elsewhere(registry);
    if (elsewhere.isPresent() && !statement.ifNotExists()) {
      throw StreamStatuses.runs(statement.name(), elsewhere.get());
    }
    return elsewhere.isPresent();
  }

  /** A registry that cannot be read keeps nobody from starting a stream. */
  private Optional<StreamStatus.Owner> elsewhere(StreamRegistry registry) {
    try {
      return new StreamStatuses(session, registry).runningElsewhere(statement.name());
    } catch (InvalidStatementException unreadable) {
      LOG.warn("{}", unreadable.getMessage());
      return Optional.empty();
    }
  }

  private void start(PreparedStream prepared, StreamRegistry registry)
      throws InvalidStatementException {
    StreamingQuery started = prepared.start(session);
    try {
      registry.put(definition(prepared.checkpoint()));
    } catch (IOException failed) {
      LOG.warn(
          "Stream {} runs, but only this session knows it, because the registry {} cannot be written: {}",
          statement.name(),
          registry.location(),
          failed.toString());
    }
    streams.add(started, prepared.options().bounded());
    RunningStreams.ofThisJvm().add(started, prepared.options().bounded(), registry);
  }

  private StreamDefinition definition(StreamCheckpoint checkpoint) {
    Map<String, String> options = new LinkedHashMap<>(statement.options());
    options.keySet().removeIf(StreamOptions.CHECKPOINT_LOCATION::equalsIgnoreCase);
    options.put(StreamOptions.CHECKPOINT_LOCATION, checkpoint.lasting());
    String body = sql.substring(statement.bodyStart()).strip().replaceFirst("[;\\s]+$", "");
    return new StreamDefinition(
        statement.name(),
        options,
        body,
        statement.sink().toString(),
        SessionPlace.of(session),
        SessionPlace.settings(session),
        new QueryViews(session, scans).of(body));
  }
}
