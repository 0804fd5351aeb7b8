package io.millrace.local.tunnel;

import io.millrace.local.engine.store.KeyRange;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All tunnels of an engine. */
final class Registry {

  private final TunnelStore store;
  private final Time time;
  private final Map<String, Tunnel> tunnels = new ConcurrentHashMap<>();

  /** Takes over what is stored. */
  Registry(TunnelStore store, Time time) {
    this.store = store;
    this.time = time;
    store.load().forEach(this::hold);
  }

  void add(TunnelState state) {
    store.add(state);
    hold(state);
  }

  /** Returns the tunnel of that id, or null. */
  Tunnel byId(String id) {
    return tunnels.get(id);
  }

  /** The tunnels of an instance, the oldest first. */
  List<Tunnel> of(String instance) {
    return tunnels.values().stream()
        .filter(tunnel -> tunnel.head().instance().equals(instance))
        .sorted(
            Comparator.comparingLong((Tunnel tunnel) -> tunnel.head().createdMicros())
                .thenComparing(tunnel -> tunnel.head().id()))
        .toList();
  }

  void remove(Tunnel tunnel) {
    tunnel.remove();
    tunnels.remove(tunnel.head().id());
  }

  /** What is stored of the tunnels of an instance. */
  List<KeyRange> keys(String instance) {
    return of(instance).stream()
        .map(tunnel -> tunnel.head().id())
        .map(id -> new KeyRange(TunnelKeys.tunnel(id), TunnelKeys.endOf(id)))
        .toList();
  }

  /** Takes over what is stored of an instance in place of what was known. */
  void reload(String instance) {
    of(instance).forEach(tunnel -> tunnels.remove(tunnel.head().id()));
    store.load().stream()
        .filter(state -> state.head().instance().equals(instance))
        .forEach(this::hold);
  }

  private void hold(TunnelState state) {
    tunnels.put(state.head().id(), new Tunnel(state, store, time));
  }
}
