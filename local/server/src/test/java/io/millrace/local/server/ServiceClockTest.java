package io.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ServiceClockTest {
  private static final Instant BASE = Instant.parse("2026-11-22T08:00:00Z");

  private final ServiceClock clock = ServiceClock.of(Clock.fixed(BASE, ZoneOffset.UTC));

  @Test
  void isItsBaseUntilItIsMoved() {
    assertThat(clock.instant()).isEqualTo(BASE);
    assertThat(clock.millis()).isEqualTo(BASE.toEpochMilli());
  }

  @Test
  void advancesAddUp() {
    clock.advance(Duration.ofHours(1));
    clock.advance(Duration.ofMinutes(1));
    assertThat(clock.instant()).isEqualTo(BASE.plus(Duration.ofMinutes(61)));
  }

  @Test
  void canBeSetBackAndForth() {
    Instant past = Instant.parse("2020-01-01T00:00:00Z");
    clock.set(past);
    assertThat(clock.instant()).isEqualTo(past);
    clock.advance(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(past.plusSeconds(1));
  }

  @Test
  void leasesAgeByAdvancingButNotBySetting() {
    long start = clock.nanoTime();
    clock.set(BASE.plus(Duration.ofDays(10)));
    assertThat(clock.nanoTime()).isEqualTo(start);
    clock.advance(Duration.ofSeconds(2));
    assertThat(clock.nanoTime()).isEqualTo(start + 2_000_000_000L);
  }

  @Test
  void aCopyForAnotherZoneMovesAlong() {
    Clock copy = clock.withZone(ZoneOffset.ofHours(8));
    clock.advance(Duration.ofHours(1));
    assertThat(copy.instant()).isEqualTo(clock.instant());
  }
}
