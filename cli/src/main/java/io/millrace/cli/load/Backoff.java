package io.millrace.cli.load;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts: from 20 ms, doubling to 2 s, each shortened by up to half at
 * random, until {@code budget} has passed without progress.
 */
public final class Backoff {
  private static final long FIRST_MILLIS = 20;
  private static final long LONGEST_MILLIS = 2_000;

  private final Duration budget;
  private final LongSupplier nanos;
  private final RandomGenerator random;
  private final Sleeper sleeper;

  /** Waits on the given clock, as {@link System#nanoTime}, with the given chance. */
  Backoff(Duration budget, LongSupplier nanos, RandomGenerator random, Sleeper sleeper) {
    this.budget = budget;
    this.nanos = nanos;
    this.random = random;
    this.sleeper = sleeper;
  }

  /** Waits in real time. */
  public static Backoff of(Duration budget) {
    return new Backoff(
        budget, System::nanoTime, new SplittableRandom(), time -> Thread.sleep(time.toMillis()));
  }

  /** Lets the calling thread wait. */
  @FunctionalInterface
  interface Sleeper {
    /** Waits that long. */
    void sleep(Duration time) throws InterruptedException;
  }

  /** A series of attempts that begins now. */
  Attempts attempts() {
    return new Attempts();
  }

  /** One series of attempts, used by one thread. */
  final class Attempts {
    private long lastProgress = nanos.getAsLong();
    private long pause = FIRST_MILLIS;

    void progressed() {
      lastProgress = nanos.getAsLong();
      pause = FIRST_MILLIS;
    }

    /** Waits before the next attempt; false if the budget is used up. */
    boolean await() throws InterruptedException {
      if (nanos.getAsLong() - lastProgress >= budget.toNanos()) {
        return false;
      }
      sleeper.sleep(Duration.ofMillis(pause - random.nextLong(pause / 2 + 1)));
      pause = Math.min(LONGEST_MILLIS, pause * 2);
      return true;
    }
  }
}
