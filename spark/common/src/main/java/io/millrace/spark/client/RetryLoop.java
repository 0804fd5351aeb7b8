package io.millrace.spark.client;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats calls that may succeed later, with pauses that double and vary, until a time is over. An
 * interrupt ends the loop as an {@code UncheckedIOException} of an {@code InterruptedIOException},
 * which Spark takes for a stop and not for a failure.
 */
public final class RetryLoop {

  private static final Logger LOG = LoggerFactory.getLogger(RetryLoop.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Longer than a statement's planning repeats a call, which then ends in its own sentence. */
  private static final Duration QUIET_TIME = Duration.ofSeconds(5);

  /** Waits; a test's waits take no time. */
  interface Sleeper {
    void sleep(Duration pause) throws InterruptedException;
  }

  private final Duration time;
  private final LongSupplier nanoTime;
  private final Sleeper sleeper;
  private final RandomGenerator random;

  RetryLoop(Duration time, LongSupplier nanoTime, Sleeper sleeper, RandomGenerator random) {
    this.time = time;
    this.nanoTime = nanoTime;
    this.sleeper = sleeper;
    this.random = random;
  }

  /** A loop on the system's clock that gives up after the given time. */
  public static RetryLoop lasting(Duration time) {
    return new RetryLoop(
        time, System::nanoTime, pause -> Thread.sleep(pause.toMillis()), new Random());
  }

  /**
   * Calls until it succeeds, fails for good, or the time is over.
   *
   * @param what the call in a few words, for the log
   * @throws RuntimeException the last failure; a checked one is wrapped if it is an IOException
   */
  public <T> T call(String what, Callable<T> attempt) {
    long start = nanoTime.getAsLong();
    for (int failures = 0; ; failures++) {
      try {
        return attempt.call();
      } catch (Exception e) {
        if (Failures.isInterruption(e)) {
          throw interrupted(what);
        }
        Duration pause = pause(failures);
        long after = nanoTime.getAsLong() - start + pause.toNanos();
        if (!Failures.mayPass(e) || after > time.toNanos()) {
          throw CallFailures.unchecked(e);
        }
        log(what, pause, e, after > QUIET_TIME.toNanos());
        await(what, pause);
      }
    }
  }

  /** A failure or two are everyday; those that go on are worth a user's eyes. */
  private static void log(String what, Duration pause, Exception failure, boolean goesOn) {
    String text = what + " failed, trying again in " + pause.toMillis() + " ms: " + failure;
    if (goesOn) {
      LOG.warn(text);
    } else {
      LOG.info(text);
    }
  }

  /** The pause after a number of failures: half of it fixed, half of it chance. */
  public Duration pause(int failures) {
    long longest =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 20));
    return Duration.ofMillis(longest / 2 + random.nextLong(longest / 2 + 1));
  }

  private void await(String what, Duration pause) {
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException e) {
      throw interrupted(what);
    }
  }

  /** The stop of a thread in the form that Spark understands. */
  public static UncheckedIOException interrupted(String what) {
    Thread.currentThread().interrupt();
    return new UncheckedIOException(new InterruptedIOException(what + " was interrupted"));
  }
}
