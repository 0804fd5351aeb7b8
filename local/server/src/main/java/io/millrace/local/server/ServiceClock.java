package io.millrace.local.server;

import io.millrace.local.server.admin.ClockRoutes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** The time of the data: another clock's, shifted at will. */
final class ServiceClock extends Clock implements ClockRoutes.Time {
  private final Clock base;
  private final LongSupplier ticks;
  private final AtomicReference<Duration> offset;
  private final AtomicLong advanced;

  private ServiceClock(
      Clock base, LongSupplier ticks, AtomicReference<Duration> offset, AtomicLong advanced) {
    this.base = base;
    this.ticks = ticks;
    this.offset = offset;
    this.advanced = advanced;
  }

  /** The system's time. */
  static ServiceClock ofSystem() {
    return of(Clock.systemUTC(), System::nanoTime);
  }

  /** Another clock's time: also of leases, so that moving that clock lets them end. */
  static ServiceClock of(Clock base) {
    return of(base, () -> nanos(base.instant()));
  }

  private static ServiceClock of(Clock base, LongSupplier ticks) {
    return new ServiceClock(base, ticks, new AtomicReference<>(Duration.ZERO), new AtomicLong());
  }

  private static long nanos(Instant instant) {
    return instant.getEpochSecond() * 1_000_000_000 + instant.getNano();
  }

  @Override
  public void advance(Duration duration) {
    offset.updateAndGet(current -> current.plus(duration));
    advanced.addAndGet(duration.toNanos());
  }

  /** From now on it is that time, and goes on from there. */
  @Override
  public void set(Instant instant) {
    offset.set(Duration.between(base.instant(), instant));
  }

  /**
   * Nanoseconds that only {@link #advance} and the passing of time move, as leases need them:
   * setting the time, or a system clock that is corrected, lets no lease end.
   */
  long nanoTime() {
    return ticks.getAsLong() + advanced.get();
  }

  @Override
  public Instant now() {
    return instant();
  }

  @Override
  public Instant instant() {
    return base.instant().plus(offset.get());
  }

  @Override
  public ZoneId getZone() {
    return base.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new ServiceClock(base.withZone(zone), ticks, offset, advanced);
  }
}
