package io.millrace.protocol.auth;

import static java.time.ZoneOffset.UTC;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The value of {@link OtsHeaders#DATE}. */
public final class OtsDate {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(UTC);

  private static final String SHAPE = "dddd-dd-ddTdd:dd:dd.dddZ";
  private static final int FRACTION = SHAPE.indexOf('.') + 1;

  /** The text of the last second that was asked for: most are asked for many times. */
  private static volatile Second last = new Second(Long.MIN_VALUE, "");

  private record Second(long epochSecond, String text) {}

  private OtsDate() {}

  /** With three digits of fraction, as a client's strict parser wants it. */
  public static String format(Instant instant) {
    Second second = last;
    if (second.epochSecond != instant.getEpochSecond()) {
      String text = MILLIS.format(instant);
      second = new Second(instant.getEpochSecond(), text.substring(0, text.lastIndexOf('.') + 1));
      last = second;
    }
    int millis = instant.getNano() / 1_000_000;
    return second.text
        + (char) ('0' + millis / 100)
        + (char) ('0' + millis / 10 % 10)
        + (char) ('0' + millis % 10)
        + 'Z';
  }

  /**
   * Understands the service's form with any number of fraction digits (one client sends digits that
   * are no fraction: only the seconds can be trusted) and the form of the first API version.
   *
   * @return empty if it is no date
   */
  public static Optional<Instant> parse(String text) {
    try {
      if (isOfShape(text)) {
        return Optional.of(parseShape(text));
      }
      return Optional.of(
          text.endsWith("Z")
              ? Instant.parse(text)
              : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static boolean isOfShape(String text) {
    if (text.length() != SHAPE.length()) {
      return false;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      char c = text.charAt(i);
      if (SHAPE.charAt(i) == 'd' ? c < '0' || c > '9' : c != SHAPE.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** What nearly all clients send, without the general parser's cost. */
  private static Instant parseShape(String text) {
    LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
    LocalTime time = LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19));
    long second = date.toEpochDay() * 86_400 + time.toSecondOfDay();
    return Instant.ofEpochSecond(second, number(text, FRACTION, FRACTION + 3) * 1_000_000L);
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }
}
