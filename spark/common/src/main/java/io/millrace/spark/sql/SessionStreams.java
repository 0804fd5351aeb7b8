package io.millrace.spark.sql;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

/**
 * The streams that a session started, and the wait for them at the end of a script. Thread-safe.
 */
final class SessionStreams {

  /** How long one stream is waited for before the others are looked at. */
  private static final long LOOK_AROUND_MS = 250;

  /**
   * A stream of this session.
   *
   * @param bounded whether it ends by itself, when it has read what was there
   */
  private record Started(StreamingQuery query, boolean bounded) {

    boolean failed() {
      return query.exception().isDefined();
    }
  }

  private final SparkSession session;
  private final List<Started> started = new CopyOnWriteArrayList<>();
  private CommandLineScript script;

  SessionStreams(SparkSession session) {
    this.session = session;
  }

  void add(StreamingQuery query, boolean bounded) {
    started.removeIf(other -> other.query().name().equals(query.name()));
    started.add(new Started(query, bounded));
    if (isPrompt()) {
      new PromptCancellation(session.sparkContext(), () -> started.stream().map(Started::query))
          .install();
    }
  }

  /** Lets go of a stream that was dropped: its failure is no longer anybody's. */
  void forget(String stream) {
    started.removeIf(one -> stream.equals(one.query().name()) && !one.query().isActive());
  }

  /** Waits if the statement, which started a stream, is the last one of a command-line script. */
  void awaitIfLast(String sql) {
    Optional<CommandLineScript> current = script();
    if (current.isPresent() && current.get().place(sql) != CommandLineScript.Place.BEFORE_OTHERS) {
      await();
    }
  }

  /** Whether the statement is the last one of a command-line script that started streams. */
  boolean endsScript(String sql) {
    return !started.isEmpty()
        && script().filter(it -> it.place(sql) == CommandLineScript.Place.LAST).isPresent();
  }

  private synchronized Optional<CommandLineScript> script() {
    if (script == null) {
      script =
          CommandLineScript.ofThisThread(session.sparkContext().hadoopConfiguration()).orElse(null);
    }
    return Optional.ofNullable(script);
  }

  /**
   * Waits while a stream runs. When one has failed, those that end by themselves are let end, the
   * others are stopped, and the failure is thrown, once. Returns at once when the process is being
   * ended, but never to spark-sql, and soon after Ctrl-C at its prompt, where the streams go on.
   */
  void await() {
    if (isPrompt()) {
      try (PromptInterrupt interrupt = new PromptInterrupt()) {
        await(interrupt::pressed);
      }
    } else {
      await(() -> false);
    }
    if (HiveSession.ofThisThread().isPresent()) {
      stayIfEnding();
    }
  }

  /**
   * Does not return where Ctrl-C or SIGTERM ends the process: what follows would go on with a
   * session that is gone, and print a stack trace.
   */
  static void stayIfEnding() {
    while (ending()) {
      LockSupport.park(ShutdownHookManager.get());
      Thread.interrupted(); // Else an interrupt would keep it from parking again.
    }
  }

  private boolean isPrompt() {
    return HiveSession.ofThisThread().isPresent() && script().isEmpty();
  }

  private void await(BooleanSupplier leaves) {
    while (!ending() && !leaves.getAsBoolean()) {
      // In this order, so that no failure falls between the two looks.
      Optional<Started> running =
          started.stream().filter(one -> one.query().isActive()).findFirst();
      Optional<Started> failed = started.stream().filter(Started::failed).findFirst();
      failed.ifPresent(one -> stopUnbounded());
      if (running.isPresent()) {
        look(running.get().query());
        continue;
      }
      if (ending()) {
        return;
      }
      // A script's process may be gone before the next beat.
      RunningStreams.ofThisJvm().settle();
      if (failed.isPresent()) {
        StreamingQuery query = failed.get().query();
        started.removeIf(Started::failed);
        throw StreamFailedException.of(query, query.exception().get()).unchecked();
      } else if (session.sparkContext().isStopped()) {
        throw StreamFailedException.applicationStopped().unchecked();
      } else {
        return;
      }
    }
  }

  private static boolean ending() {
    return ShutdownHookManager.get().isShutdownInProgress();
  }

  /** Lets a stream run on for a moment; whether it failed is asked of all streams together. */
  private static void look(StreamingQuery query) {
    try {
      query.awaitTermination(LOOK_AROUND_MS);
    } catch (StreamingQueryException failed) {
      // The same error that query.exception() gives from now on.
    }
  }

  private void stopUnbounded() {
    for (Started one : started) {
      if (!one.bounded() && one.query().isActive()) {
        try {
          one.query().stop();
        } catch (TimeoutException slow) {
          throw new InvalidStatementException(
                  "Stream " + one.query().name() + " did not stop in time: " + slow.getMessage())
              .unchecked();
        }
      }
    }
  }
}
