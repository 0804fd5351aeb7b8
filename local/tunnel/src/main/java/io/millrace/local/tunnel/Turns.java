package io.millrace.local.tunnel;

import java.util.Set;

/** Notes when the turn of a channel comes, because those it follows are finished. */
final class Turns {

  private Turns() {}

  /** The state after, with the time noted in every channel that was not ready before. */
  static TunnelState between(TunnelState before, TunnelState after, long nowMicros) {
    Set<String> readyBefore = before.ready();
    Set<String> readyAfter = after.ready();
    if (readyBefore.equals(readyAfter)) {
      return after;
    }
    return after.eachChannel(
        channel ->
            readyAfter.contains(channel.id()) && !readyBefore.contains(channel.id())
                ? channel.withProgress(
                    channel.progress().turnComes(nowMicros, consumedBefore(after, channel)))
                : channel);
  }

  private static long consumedBefore(TunnelState state, Channel channel) {
    return channel.spec().parents().stream()
        .mapToLong(parent -> state.channels().get(parent).progress().consumedMicros())
        .min()
        .orElse(0);
  }
}
