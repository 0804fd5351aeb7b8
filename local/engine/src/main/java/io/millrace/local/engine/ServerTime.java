package io.millrace.local.engine;

import java.time.Clock;
import java.time.Instant;

/**
 * The time the engine stamps versions with. A clock that is corrected by less than a minute makes
 * it stand still rather than go back, because a version older than its predecessor would be hidden
 * by it; a clock that was set back on purpose is obeyed.
 */
final class ServerTime {

  private static final long CORRECTION_MICROS = 60_000_000;

  private final Clock clock;
  private long last = Long.MIN_VALUE;

  ServerTime(Clock clock) {
    this.clock = clock;
  }

  /** Returns the time in microseconds since 1970. */
  synchronized long micros() {
    Instant now = clock.instant();
    long micros =
        Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000L), now.getNano() / 1000);
    if (micros > last || last - micros > CORRECTION_MICROS) {
      last = micros;
    }
    return last;
  }

  /** Returns the time in milliseconds since 1970. */
  long millis() {
    return Math.floorDiv(micros(), 1000);
  }
}
