package io.millrace.spark.options;

import java.io.Serializable;
import java.time.Duration;

/**
 * How much a batch of a stream takes.
 *
 * @param maxRowsPerChannel most rows of one channel
 * @param maxRows most rows of all channels
 * @param maxBytes most bytes of all channels, but for one row of each
 * @param minRows rows that a batch waits for
 * @param maxDelay how long it waits for them
 */
public record StreamLimits(
    long maxRowsPerChannel, long maxRows, long maxBytes, int minRows, Duration maxDelay)
    implements Serializable {

  /** No limits. */
  public static final StreamLimits NONE =
      new StreamLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 1, Duration.ZERO);

  static StreamLimits of(OptionValues options) {
    return new StreamLimits(
        options.get(StreamReadOptions.MAX_OFFSETS_PER_CHANNEL),
        options
            .find(StreamReadOptions.MAX_OFFSETS_PER_TRIGGER)
            .map(Long::valueOf)
            .orElse(Long.MAX_VALUE),
        options
            .find(StreamReadOptions.MAX_BYTES_PER_TRIGGER)
            .map(Long::valueOf)
            .orElse(Long.MAX_VALUE),
        options.get(StreamReadOptions.MIN_OFFSETS_PER_TRIGGER),
        Duration.ofMillis(options.get(StreamReadOptions.MAX_TRIGGER_DELAY_MS)));
  }
}
