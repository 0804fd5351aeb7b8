package io.millrace.cli.demo;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Rate and delay over the last minute, from what was observed of the sink. Thread-confined. */
final class Delays {
  private static final long MINUTE = 60_000;
  private static final long RATE_MILLIS = 10_000;

  private final Deque<Observation> observations = new ArrayDeque<>();

  private record Observation(long millis, long counted, long delay) {}

  /**
   * Notes a change of the sink.
   *
   * @param millis when it was stored, in epoch milliseconds
   * @param counted the orders counted by then
   * @param delay milliseconds from the newest of these orders to the sink, or -1 if that is not
   *     known
   */
  void observe(long millis, long counted, long delay) {
    observations.addLast(new Observation(millis, counted, delay));
    while (observations.getFirst().millis() < millis - MINUTE) {
      observations.removeFirst();
    }
  }

  /** Orders counted per second over the last ten seconds, or since the beginning. */
  long perSecond(long nowMillis) {
    Observation first = null;
    for (Observation observation : observations) {
      first = observation;
      if (observation.millis() >= nowMillis - RATE_MILLIS) {
        break;
      }
    }
    if (first == null || observations.getLast().millis() <= first.millis()) {
      return 0;
    }
    Observation last = observations.getLast();
    return (last.counted() - first.counted()) * 1000 / (last.millis() - first.millis());
  }

  /**
   * The {@code share} quantile of the delays of the last minute, in milliseconds, or -1 if there is
   * none.
   */
  long quantile(double share) {
    long[] delays =
        observations.stream()
            .mapToLong(Observation::delay)
            .filter(delay -> delay >= 0)
            .sorted()
            .toArray();
    return delays.length == 0
        ? -1
        : delays[(int) Math.min(delays.length - 1L, (long) (share * delays.length))];
  }

  /** The newest delay, in milliseconds, or -1 if there is none. */
  long newest() {
    long[] delays = observations.stream().mapToLong(Observation::delay).toArray();
    return Arrays.stream(delays).reduce(-1, (before, delay) -> delay >= 0 ? delay : before);
  }
}
