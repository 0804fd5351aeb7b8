package io.millrace.local.tunnel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who reads which channel. Every client is to have as many as the others, give or take one; a
 * channel goes from one to the next only when the first has said that it stopped.
 */
final class Assignment {

  private Assignment() {}

  /**
   * Takes what a client reports. Of a channel that is not its own, or whose version is not above
   * the one known here, it has nothing to say.
   */
  static TunnelState report(TunnelState state, String client, List<ChannelLease> reported) {
    TunnelState result = state;
    for (ChannelLease lease : reported) {
      Channel channel = result.channels().get(lease.id());
      if (channel != null && channel.isOwnedBy(client) && lease.version() > channel.version()) {
        result = result.with(channel.reported(lease.status(), lease.version()));
      }
    }
    return result;
  }

  /**
   * Gives {@code client} its share of what is free, and asks back what any client has above its
   * share.
   */
  static TunnelState balance(TunnelState state, String client) {
    Set<String> ready = state.ready();
    List<Channel> assignable =
        state.channels().values().stream()
            .filter(channel -> !channel.isTerminated() && !channel.isSuspended())
            .filter(channel -> channel.hasOwner() || ready.contains(channel.id()))
            .toList();
    Map<String, Integer> shares = shares(assignable, state.activeClients(), client);
    Map<String, Integer> open = openChannels(assignable);
    List<Channel> changed = new ArrayList<>();
    for (Channel channel : assignable) {
      if (channel.isFree() && open.getOrDefault(client, 0) < shares.get(client)) {
        open.merge(client, 1, Integer::sum);
        changed.add(channel.given(client));
      } else if (channel.status() == ChannelStatus.OPEN
          && channel.hasOwner()
          && open.get(channel.owner()) > shares.getOrDefault(channel.owner(), 0)) {
        open.merge(channel.owner(), -1, Integer::sum);
        changed.add(channel.reclaimed());
      }
    }
    return state.with(changed);
  }

  /** The channels that a client is to hold, in their order. */
  static List<ChannelLease> leases(TunnelState state, String client) {
    return state.channels().values().stream()
        .filter(channel -> channel.isOwnedBy(client))
        .map(channel -> new ChannelLease(channel.id(), channel.version(), channel.status()))
        .toList();
  }

  /**
   * Even shares. What does not divide goes to those that have most, so that little moves, and
   * before others to who asks, so that nothing waits for who does not.
   */
  private static Map<String, Integer> shares(
      List<Channel> assignable, List<String> active, String asking) {
    Map<String, Integer> open = openChannels(assignable);
    List<String> byLoad =
        active.stream()
            .sorted(
                Comparator.comparing((String client) -> -open.getOrDefault(client, 0))
                    .thenComparing(client -> !client.equals(asking))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    Map<String, Integer> shares = new HashMap<>();
    int rest = assignable.size() % byLoad.size();
    for (String client : byLoad) {
      shares.put(client, assignable.size() / byLoad.size() + (rest-- > 0 ? 1 : 0));
    }
    return shares;
  }

  private static Map<String, Integer> openChannels(List<Channel> channels) {
    Map<String, Integer> open = new HashMap<>();
    for (Channel channel : channels) {
      if (channel.status() == ChannelStatus.OPEN) {
        open.merge(channel.owner(), 1, Integer::sum);
      }
    }
    return open;
  }
}
