package io.millrace.local.server.call;

import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes ids of requests: unique in one server, and over restarts as long as the clock goes forward.
 * They have the form and the 36 characters of the service's.
 */
final class RequestIds {
  private static final HexFormat HEX = HexFormat.of();

  private final String prefix;
  private final AtomicLong next = new AtomicLong();

  RequestIds(Clock clock) {
    Instant start = clock.instant();
    long micros = start.getEpochSecond() * 1_000_000 + start.getNano() / 1_000;
    String hex = HEX.toHexDigits(micros);
    this.prefix = hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-" + hex.substring(12) + "-";
  }

  String next() {
    String hex = HEX.toHexDigits(next.incrementAndGet());
    return prefix + hex.substring(0, 4) + "-" + hex.substring(4);
  }
}
