package io.millrace.local.tunnel;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Tunnels as they are shown. */
final class Descriptions {

  private static final long NANOS_PER_MICRO = 1_000;

  private Descriptions() {}

  static TunnelInfo info(TunnelState state) {
    TunnelHead head = state.head();
    return new TunnelInfo(
        head.id(),
        head.type(),
        head.table(),
        head.instance(),
        head.streamId(),
        state.stage(),
        state.isExpired(),
        head.name(),
        head.config(),
        head.createdMicros() * NANOS_PER_MICRO);
  }

  static TunnelDescription describe(TunnelState state) {
    Set<String> ready = state.ready();
    return new TunnelDescription(
        info(state),
        state.channels().values().stream()
            .map(channel -> info(channel, ready.contains(channel.id())))
            .toList(),
        consumedMicros(state, ready) * NANOS_PER_MICRO);
  }

  private static ChannelInfo info(Channel channel, boolean ready) {
    Progress progress = channel.progress();
    return new ChannelInfo(
        channel.id(),
        channel.spec().type(),
        shownStatus(channel, ready),
        channel.owner(),
        progress.consumedMicros() * NANOS_PER_MICRO,
        progress.reached().count());
  }

  /** Clients that never connect read what is shown as open. */
  private static ChannelStatus shownStatus(Channel channel, boolean ready) {
    if (channel.isFree()) {
      return ready ? ChannelStatus.OPEN : ChannelStatus.WAIT;
    }
    return channel.status();
  }

  /**
   * The slowest channel's point. A finished channel is not slow; neither is one that waits for its
   * parents, whose points are earlier than its own could be.
   */
  private static long consumedMicros(TunnelState state, Set<String> ready) {
    List<Channel> streams =
        state.channels().values().stream()
            .filter(channel -> channel.spec().type() == ChannelType.STREAM)
            .toList();
    Predicate<Channel> counts =
        channel ->
            !channel.isTerminated()
                && (channel.spec().parents().isEmpty() || ready.contains(channel.id()));
    return streams.stream().anyMatch(counts)
        ? streams.stream()
            .filter(counts)
            .mapToLong(channel -> channel.progress().consumedMicros())
            .min()
            .orElse(0)
        : streams.stream()
            .mapToLong(channel -> channel.progress().consumedMicros())
            .max()
            .orElse(0);
  }
}
