package io.millrace.local.tunnel;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.WriteBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps tunnels in the engine's store. Each change is one batch: all of it is there, or nothing.
 */
final class TunnelStore {

  private final KeyValueStore store;
  private final Durability durability;

  TunnelStore(KeyValueStore store, Durability durability) {
    this.store = store;
    this.durability = durability;
  }

  List<TunnelState> load() {
    List<TunnelState> tunnels = new ArrayList<>();
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.ascending(TunnelKeys.first(), TunnelKeys.end())) {
      TunnelCodec.StoredTunnel tunnel = null;
      List<Channel> channels = new ArrayList<>();
      Map<String, Client> clients = new LinkedHashMap<>();
      while (cursor.next()) {
        switch (TunnelKeys.kind(cursor.key())) {
          case TunnelKeys.CHANNEL -> channels.add(TunnelCodec.decodeChannel(cursor.value()));
          case TunnelKeys.CLIENT -> {
            Client client = TunnelCodec.decodeClient(cursor.value());
            clients.put(client.id(), client);
          }
          default -> {
            if (tunnel != null) {
              tunnels.add(state(tunnel, channels, clients));
            }
            tunnel = TunnelCodec.decodeTunnel(cursor.value());
            channels = new ArrayList<>();
            clients = new LinkedHashMap<>();
          }
        }
      }
      if (tunnel != null) {
        tunnels.add(state(tunnel, channels, clients));
      }
    }
    return tunnels;
  }

  /** Keeps a new tunnel. */
  void add(TunnelState state) {
    WriteBatch batch = new WriteBatch();
    putHead(batch, state);
    putChanged(batch, state, Map.of());
    store.write(batch, durability);
  }

  /** Keeps what changed from one state to the next. */
  void update(TunnelState before, TunnelState after) {
    WriteBatch batch = new WriteBatch();
    if (before.expiredMicros() != after.expiredMicros()) {
      putHead(batch, after);
    }
    putChanged(batch, after, before.channels());
    String id = after.head().id();
    after.clients().values().stream()
        .filter(client -> !client.equals(before.clients().get(client.id())))
        .forEach(
            client -> batch.put(TunnelKeys.client(id, client.id()), TunnelCodec.encode(client)));
    before.clients().keySet().stream()
        .filter(client -> !after.clients().containsKey(client))
        .forEach(client -> batch.delete(TunnelKeys.client(id, client)));
    if (!batch.isEmpty()) {
      store.write(batch, durability);
    }
  }

  /** Keeps what a channel delivered, which a crash of the machine may undo. */
  void updateProgress(String tunnelId, Channel channel) {
    WriteBatch batch = new WriteBatch();
    batch.put(TunnelKeys.channel(tunnelId, channel.id()), TunnelCodec.encode(channel));
    store.write(batch, Durability.BUFFERED);
  }

  void remove(String tunnelId) {
    WriteBatch batch = new WriteBatch();
    batch.deleteRange(TunnelKeys.tunnel(tunnelId), TunnelKeys.endOf(tunnelId));
    store.write(batch, durability);
  }

  private static void putHead(WriteBatch batch, TunnelState state) {
    batch.put(
        TunnelKeys.tunnel(state.head().id()),
        TunnelCodec.encode(state.head(), state.expiredMicros()));
  }

  private static void putChanged(
      WriteBatch batch, TunnelState after, Map<String, Channel> channelsBefore) {
    for (Channel channel : after.channels().values()) {
      if (!channel.equals(channelsBefore.get(channel.id()))) {
        batch.put(TunnelKeys.channel(after.head().id(), channel.id()), TunnelCodec.encode(channel));
      }
    }
  }

  private static TunnelState state(
      TunnelCodec.StoredTunnel tunnel, List<Channel> channels, Map<String, Client> clients) {
    Map<String, Channel> ordered = new LinkedHashMap<>();
    channels.stream()
        .sorted(Comparator.comparingInt(channel -> channel.spec().order()))
        .forEach(channel -> ordered.put(channel.id(), channel));
    return new TunnelState(tunnel.head(), tunnel.expiredMicros(), ordered, clients);
  }
}
