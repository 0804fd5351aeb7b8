package io.millrace.local.tunnel;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/** The two times of a tunnel: the engine's for all that is said and kept, and one for leases. */
record Time(Clock clock, LongSupplier ticker) {

  /** Microseconds since 1970. */
  long micros() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  /** Nanoseconds on the clock of leases. */
  long nanos() {
    return ticker.getAsLong();
  }
}
