package io.millrace.protocol.auth;

import static java.time.ZoneOffset.UTC;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The value of {@link OtsHeaders#DATE}. */
public final class OtsDate {
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(UTC);

  private OtsDate() {}

  /** With three digits of fraction, as a client's strict parser wants it. */
  public static String format(Instant instant) {
    return MILLIS.format(instant);
  }

  /**
   * Understands the service's form with any number of fraction digits (one client sends digits that
   * are no fraction: only the seconds can be trusted) and the form of the first API version.
   *
   * @return empty if it is no date
   */
  public static Optional<Instant> parse(String text) {
    try {
      return Optional.of(
          text.endsWith("Z")
              ? Instant.parse(text)
              : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
