package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DelaysTest {
  private final Delays delays = new Delays();

  @Test
  void knowsNothingAtFirst() {
    assertThat(delays.perSecond(0)).isZero();
    assertThat(delays.newest()).isEqualTo(-1);
    assertThat(delays.quantile(0.5)).isEqualTo(-1);
  }

  @Test
  void theRateIsThatOfTheLastTenSeconds() {
    delays.observe(0, 0, 0);
    delays.observe(20_000, 100_000, 0);
    delays.observe(25_000, 101_000, 0);

    assertThat(delays.perSecond(26_000)).isEqualTo(200);
  }

  @Test
  void delaysAreThoseOfTheLastMinute() {
    delays.observe(0, 1, 99_999);
    for (int i = 1; i <= 100; i++) {
      delays.observe(60_000 + i, 1 + i, i);
    }
    delays.observe(60_200, 200, -1);

    assertThat(delays.newest()).isEqualTo(100);
    assertThat(delays.quantile(0.5)).isEqualTo(51);
    assertThat(delays.quantile(0.99)).isEqualTo(100);
  }
}
