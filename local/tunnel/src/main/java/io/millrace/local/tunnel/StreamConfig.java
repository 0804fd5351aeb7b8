package io.millrace.local.tunnel;

/**
 * Which part of the stream a tunnel delivers. Times are in nanoseconds since 1970; 0 leaves one
 * out.
 *
 * @param earliest whether to begin at the oldest change kept, where there is no start; else at what
 *     comes after the tunnel was made
 * @param startNanos changes made before are left out
 * @param endNanos changes made then or later are left out, and the channels end
 */
public record StreamConfig(boolean earliest, long startNanos, long endNanos) {

  /** Every change made after the tunnel. */
  public static final StreamConfig LATEST = new StreamConfig(false, 0, 0);

  /** Every change that is kept. */
  public static final StreamConfig EARLIEST = new StreamConfig(true, 0, 0);
}
