package io.millrace.protocol.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtsDateTest {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

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

  @Test
  void readsBackWhatItWrites() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      Instant instant = Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
      String text = OtsDate.format(instant);
      assertThat(text).isEqualTo(MILLIS.format(instant));
      assertThat(OtsDate.parse(text)).contains(instant);
    }
  }

  @Test
  void refusesDaysAndTimesThatThereAreNot() {
    assertThat(OtsDate.parse("2026-02-30T00:00:00.000Z")).isEmpty();
    assertThat(OtsDate.parse("2026-13-01T00:00:00.000Z")).isEmpty();
    assertThat(OtsDate.parse("2026-01-01T24:30:00.000Z")).isEmpty();
    assertThat(OtsDate.parse("2026-01-01T00:60:00.000Z")).isEmpty();
    assertThat(OtsDate.parse("2026-01-01T00:00:00.0x0Z")).isEmpty();
  }
}
