package io.millrace.spark.sql;

import io.millrace.spark.error.MillraceException;
import java.io.IOException;
import java.util.Arrays;
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

  private boolean run(StreamRegistry registry) throws InvalidStatementException {
    boolean running = isRunning(registry);
    if (!running) {
      start(registry);
    } else if (!statement.ifNotExists()) {
      throw new InvalidStatementException(
          "A stream named "
              + statement.name()
              + " is already running in this session: choose another name.");
    }
    return !running;
  }

  private boolean isRunning(StreamRegistry registry) throws InvalidStatementException {
    if (Arrays.stream(session.streams().active())
        .anyMatch(running -> statement.name().equals(running.name()))) {
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

  private void start(StreamRegistry registry) throws InvalidStatementException {
    PreparedStream prepared = new StreamChecks(session, statement, query).prepare();
    StreamingQuery started = prepared.start(session);
    try {
      registry.put(definition());
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

  private StreamDefinition definition() {
    String body = sql.substring(statement.bodyStart()).strip().replaceFirst("[;\\s]+$", "");
    return new StreamDefinition(
        statement.name(),
        statement.options(),
        body,
        statement.sink().toString(),
        SessionPlace.of(session),
        SessionPlace.settings(session),
        new QueryViews(session, scans).of(body));
  }
}
