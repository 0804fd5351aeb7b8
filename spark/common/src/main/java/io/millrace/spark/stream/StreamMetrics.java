package io.millrace.spark.stream;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What a query's progress shows of its channels. */
final class StreamMetrics {

  private StreamMetrics() {}

  /**
   * The numbers by their names.
   *
   * @param now the time in milliseconds, to see how old the last rows are
   */
  static Map<String, String> of(Map<String, ChannelState> channels, long now) {
    Map<String, String> metrics = new TreeMap<>();
    metrics.put("channels", Integer.toString(channels.size()));
    metrics.put(
        "channelsWithMore",
        Long.toString(channels.values().stream().filter(ChannelState::hasMore).count()));
    metrics.put(
        "lastRecordTime",
        Long.toString(
            channels.values().stream().mapToLong(ChannelState::lastTime).max().orElse(0)));
    long longest = 0;
    for (Map.Entry<String, ChannelState> channel : channels.entrySet()) {
      ChannelState state = channel.getValue();
      if (!state.hasMore() || state.lastTime() > 0) {
        long lag =
            state.hasMore()
                ? Math.max(0, now - TimeUnit.MICROSECONDS.toMillis(state.lastTime()))
                : 0;
        metrics.put("lagMs." + channel.getKey(), Long.toString(lag));
        longest = Math.max(longest, lag);
      }
    }
    metrics.put("maxLagMs", Long.toString(longest));
    if (channels.values().stream().noneMatch(ChannelState::hasMoreThanSeen)) {
      metrics.put(
          "rowsBehind",
          Long.toString(
              channels.values().stream().mapToLong(state -> Math.max(0, state.rowsSeen())).sum()));
    }
    return metrics;
  }
}
