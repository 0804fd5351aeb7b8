package io.millrace.local.tunnel;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Everything about a tunnel that outlives the process. A change makes a new one.
 *
 * @param expiredMicros since when it is expired, or 0
 * @param channels in their order
 */
record TunnelState(
    TunnelHead head,
    long expiredMicros,
    Map<String, Channel> channels,
    Map<String, Client> clients) {

  TunnelState {
    channels = Collections.unmodifiableMap(channels);
    clients = Collections.unmodifiableMap(clients);
  }

  static TunnelState create(TunnelHead head, Collection<Channel> channels) {
    return new TunnelState(head, 0, Map.of(), Map.of()).with(channels);
  }

  boolean isExpired() {
    return expiredMicros != 0;
  }

  /** Whether all rows were delivered, if they are to be. */
  boolean baseIsDone() {
    return baseIs(Channel::isTerminated);
  }

  TunnelStage stage() {
    return baseIsDone() ? TunnelStage.PROCESS_STREAM : TunnelStage.PROCESS_BASE_DATA;
  }

  /** The channels that may be handed to a client: what comes before them was finished. */
  Set<String> ready() {
    boolean streamsMayBegin = baseIsDone();
    Set<String> ready = new HashSet<>();
    for (Channel channel : channels.values()) {
      if (channel.spec().type() == ChannelType.BASE_DATA
          || (streamsMayBegin && parentsAre(channel, Channel::isTerminated))) {
        ready.add(channel.id());
      }
    }
    return ready;
  }

  /**
   * Whether a client that never connects may read a channel: what comes before it was finished, or
   * delivered to the end, which such a client tells only later.
   */
  boolean isReadable(Channel channel) {
    Predicate<Channel> finished = before -> before.isTerminated() || before.progress().drained();
    return channel.spec().type() == ChannelType.BASE_DATA
        || (baseIs(finished) && parentsAre(channel, finished));
  }

  /** The clients that channels are shared among. */
  List<String> activeClients() {
    return clients.values().stream().filter(Client::active).map(Client::id).toList();
  }

  TunnelState with(Channel channel) {
    Map<String, Channel> changed = new LinkedHashMap<>(channels);
    changed.put(channel.id(), channel);
    return new TunnelState(head, expiredMicros, changed, clients);
  }

  TunnelState with(Collection<Channel> added) {
    Map<String, Channel> changed = new LinkedHashMap<>(channels);
    added.forEach(channel -> changed.put(channel.id(), channel));
    return new TunnelState(head, expiredMicros, changed, clients);
  }

  TunnelState eachChannel(UnaryOperator<Channel> change) {
    Map<String, Channel> changed = new LinkedHashMap<>(channels);
    changed.replaceAll((id, channel) -> change.apply(channel));
    return new TunnelState(head, expiredMicros, changed, clients);
  }

  TunnelState with(Client client) {
    Map<String, Client> changed = new LinkedHashMap<>(clients);
    changed.put(client.id(), client);
    return new TunnelState(head, expiredMicros, channels, changed);
  }

  /** Takes clients and what they own away. */
  TunnelState left(Collection<String> gone) {
    Map<String, Client> changed = new LinkedHashMap<>(clients);
    changed.keySet().removeAll(gone);
    return new TunnelState(head, expiredMicros, channels, changed)
        .eachChannel(
            channel ->
                channel.hasOwner() && gone.contains(channel.owner())
                    ? channel.abandoned()
                    : channel);
  }

  TunnelState expired(long micros) {
    return new TunnelState(head, micros, channels, clients);
  }

  private boolean parentsAre(Channel channel, Predicate<Channel> finished) {
    return channel.spec().parents().stream()
        .allMatch(parent -> finished.test(channels.get(parent)));
  }

  private boolean baseIs(Predicate<Channel> finished) {
    return channels.values().stream()
        .filter(channel -> channel.spec().type() == ChannelType.BASE_DATA)
        .allMatch(finished);
  }
}
