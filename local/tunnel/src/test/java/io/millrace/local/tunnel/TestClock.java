package io.millrace.local.tunnel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until it is moved, with a reading for leases that moves along. */
final class TestClock extends Clock {

  private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private volatile long nanos = 17;

  /** Time passes. */
  synchronized void advance(Duration duration) {
    now = now.plus(duration);
    nanos += duration.toNanos();
  }

  /** Somebody sets the wall clock. */
  synchronized void set(Instant instant) {
    now = instant;
  }

  long micros() {
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }

  long ticker() {
    return nanos;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("one zone is enough for a test");
  }
}
