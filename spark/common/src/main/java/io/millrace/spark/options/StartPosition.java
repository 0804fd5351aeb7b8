package io.millrace.spark.options;

import java.io.Serializable;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a query begins that has no checkpoint yet.
 *
 * @param millis for {@link Kind#TIMESTAMP}, when the first change was made that it reads
 */
public record StartPosition(Kind kind, long millis) implements Serializable {

  /** The ways to say it. */
  public enum Kind {
    /** Where the tunnel's own position is. */
    TUNNEL,
    /** At the oldest change the table keeps. */
    EARLIEST,
    /** At the changes that come after the start. */
    LATEST,
    /** At a time. */
    TIMESTAMP
  }

  static Optional<StartPosition> parse(String text) {
    String word = text.strip().toUpperCase(Locale.ROOT);
    return switch (word) {
      case "TUNNEL" -> Optional.of(new StartPosition(Kind.TUNNEL, 0));
      case "EARLIEST" -> Optional.of(new StartPosition(Kind.EARLIEST, 0));
      case "LATEST" -> Optional.of(new StartPosition(Kind.LATEST, 0));
      default -> time(word).map(millis -> new StartPosition(Kind.TIMESTAMP, millis));
    };
  }

  private static Optional<Long> time(String text) {
    try {
      if (text.matches("\\d{1,15}")) {
        return Optional.of(Long.parseLong(text));
      }
      return Optional.of(Instant.parse(text).toEpochMilli());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
