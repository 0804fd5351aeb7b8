package io.millrace.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtsDateTest {
  @ParameterizedTest
  @CsvSource({
    "2024-01-02T03:04:05.678Z, 2024-01-02T03:04:05.678Z",
    "2026-11-22T06:20:06.11226Z, 2026-11-22T06:20:06.112260Z",
    "2026-11-22T06:20:06Z, 2026-11-22T06:20:06Z",
    "'Sat, 07 Jun 2014 14:25:40 GMT', 2014-06-07T14:25:40Z"
  })
  void parsesWhatClientsSend(String text, Instant instant) {
    assertThat(OtsDate.parse(text)).contains(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Z", "blahblah", "2024-13-02T03:04:05.678Z", "2024-01-02", "1700000000"})
  void refusesWhatIsNoDate(String text) {
    assertThat(OtsDate.parse(text)).isEmpty();
  }

  @Test
  void formatsWithThreeDigitsOfFraction() {
    assertThat(OtsDate.format(Instant.parse("2024-01-02T03:04:05Z")))
        .isEqualTo("2024-01-02T03:04:05.000Z");
    assertThat(OtsDate.format(Instant.parse("2024-01-02T03:04:05.678999Z")))
        .isEqualTo("2024-01-02T03:04:05.678Z");
  }
}
