package io.millrace.spark.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.SparkSession;

/** How streams are, wherever they run. */
record StreamStatuses(SparkSession session, StreamRegistry registry) {

  /** A status of another host that is older than this comes from an application that is gone. */
  private static final Duration SILENCE = RunningStreams.BEAT.multipliedBy(4);

  private static final Duration STOP_TIME = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(200);

  /** The status of a stream now: one that its application left behind as running is stopped. */
  StreamStatus of(String stream) throws InvalidStatementException {
    Optional<StreamStatus> here = RunningStreams.ofThisJvm().status(registry, stream);
    if (here.isPresent()) {
      return here.get();
    }
    StreamStatus written = registry.status(stream);
    return written.state() == StreamStatus.State.RUNNING && !isRecent(written)
        ? written.as(StreamStatus.State.STOPPED)
        : written;
  }

  private boolean isRecent(StreamStatus status) {
    return status
        .owner()
        .flatMap(owner -> owner.isAlive(self()))
        .map(alive -> alive && !status.owner().get().equals(self()))
        .orElseGet(() -> status.beat().plus(SILENCE).isAfter(Instant.now()));
  }

  private StreamStatus.Owner self() {
    return RunningStreams.owner(session.sparkContext().applicationId());
  }

  /**
   * The other application that runs a stream. On another host only its beats tell whether it lives,
   * and clocks may differ: so they are waited for.
   */
  Optional<StreamStatus.Owner> runningElsewhere(String stream) throws InvalidStatementException {
    StreamStatus written = registry.status(stream);
    if (written.state() != StreamStatus.State.RUNNING || written.owner().isEmpty()) {
      return Optional.empty();
    }
    StreamStatus.Owner owner = written.owner().get();
    if (owner.equals(self())) {
      return Optional.empty();
    }
    boolean lives =
        owner
            .isAlive(self())
            .orElseGet(() -> waited(SILENCE, () -> beatsOn(stream, written.beat())));
    return lives ? Optional.of(owner) : Optional.empty();
  }

  private boolean beatsOn(String stream, Instant beat) {
    try {
      StreamStatus now = registry.status(stream);
      return now.state() == StreamStatus.State.RUNNING && !now.beat().equals(beat);
    } catch (InvalidStatementException unreadable) {
      return false;
    }
  }

  /** Asks the application that runs a stream to end it, and waits until it has. */
  void stopElsewhere(String stream, StreamStatus.Owner owner) throws InvalidStatementException {
    registry.requestStop(stream);
    if (!waited(STOP_TIME, () -> hasEnded(stream))) {
      throw new InvalidStatementException(
          "Stream "
              + stream
              + " was asked to stop and still runs in application "
              + owner.application()
              + " on host "
              + owner.host()
              + ": look there, or end that application.");
    }
  }

  private boolean hasEnded(String stream) {
    try {
      return of(stream).state() != StreamStatus.State.RUNNING;
    } catch (InvalidStatementException unreadable) {
      return false;
    }
  }

  /** Whether a condition came true within a limit. */
  static boolean waited(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
      } catch (InterruptedException cancelled) {
        throw SparkErrors.rethrown(cancelled);
      }
    }
    return true;
  }

  static InvalidStatementException runs(String stream, StreamStatus.Owner owner) {
    return new InvalidStatementException(
        "Stream "
            + stream
            + " is running in application "
            + owner.application()
            + " on host "
            + owner.host()
            + ": STOP STREAM "
            + StreamDefinition.quoted(stream)
            + " ends it there.");
  }
}
