package io.millrace.local.tunnel;

import io.millrace.local.engine.Engine;
import io.millrace.local.engine.store.KeyRange;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.error.StreamErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The tunnel service of an engine: a method for each of its calls. All take the name of the
 * instance that is asked, all throw {@link ServiceException} as the service would answer, and all
 * may be called by any thread. An unknown instance, table, tunnel or channel is a wrong parameter.
 *
 * <p>What a tunnel has told is in the engine's store before it is told. A table that is dropped
 * takes its tunnels with it, and a tunnel goes 30 days after it expired.
 */
public final class TunnelService {

  private final Engine engine;
  private final Registry registry;
  private final TunnelMaker maker;
  private final Time time;

  private TunnelService(Engine engine, Registry registry, Time time) {
    this.engine = engine;
    this.registry = registry;
    this.maker = new TunnelMaker(engine, time);
    this.time = time;
  }

  /**
   * Takes over the tunnels that are in the engine's store. There must be one service for an engine.
   *
   * @param ticker nanoseconds that only rise, for the leases of clients
   */
  public static TunnelService open(Engine engine, LongSupplier ticker) {
    Time time = new Time(engine.clock(), ticker);
    Registry registry = new Registry(new TunnelStore(engine.store(), engine.durability()), time);
    return new TunnelService(engine, registry, time);
  }

  /**
   * Makes a tunnel, and turns the stream of its table on if it needs one. It delivers every row
   * that is in the table, and every change made after this returns.
   *
   * @return its id
   */
  public synchronized String create(String instance, NewTunnel tunnel) {
    maker.check(instance, tunnel);
    for (LiveTunnel other : live(instance)) {
      TunnelHead head = other.tunnel().head();
      if (head.table().equals(tunnel.table()) && head.name().equals(tunnel.name())) {
        throw StreamErrors.tunnelExists(tunnel.name());
      }
    }
    TunnelState state = maker.make(instance, tunnel);
    registry.add(state);
    return state.head().id();
  }

  /** Removes a tunnel. Its clients are told that it does not exist. */
  public void delete(String instance, TunnelRef ref) {
    registry.remove(find(instance, ref).tunnel());
  }

  /**
   * Lists tunnels, the oldest first.
   *
   * @param table null or empty for all tables
   */
  public List<TunnelInfo> list(String instance, String table) {
    boolean all = table == null || table.isEmpty();
    if (!all) {
      maker.table(instance, table);
    }
    return live(instance).stream()
        .filter(live -> all || live.tunnel().head().table().equals(table))
        .map(live -> Descriptions.info(live.tunnel().refreshed(live.feed())))
        .toList();
  }

  /** A tunnel with its channels, as far as its table's stream has them by now. */
  public TunnelDescription describe(String instance, TunnelRef ref) {
    LiveTunnel live = find(instance, ref);
    return Descriptions.describe(live.tunnel().refreshed(live.feed()));
  }

  /**
   * Lets a client take part.
   *
   * @param timeoutSeconds how long it may be silent; 0 or less for five minutes
   * @param tag what its id is to begin with
   * @return its id
   */
  public String connect(String instance, String tunnelId, int timeoutSeconds, String tag) {
    LiveTunnel live = find(instance, TunnelRef.ofId(tunnelId));
    int timeout = timeoutSeconds > 0 ? timeoutSeconds : Client.DEFAULT_TIMEOUT_SECONDS;
    return live.tunnel().connect(live.feed(), timeout, tag, engine.ids().get());
  }

  /**
   * Takes what a client holds and tells it what to hold from now on, which is all it may read.
   *
   * @throws ServiceException if it was silent for too long: the resource is gone
   */
  public List<ChannelLease> heartbeat(
      String instance, String tunnelId, String clientId, List<ChannelLease> reported) {
    LiveTunnel live = find(instance, TunnelRef.ofId(tunnelId));
    return live.tunnel().heartbeat(live.feed(), clientId, reported);
  }

  /** Frees what a client holds. */
  public void shutdown(String instance, String tunnelId, String clientId) {
    LiveTunnel live = find(instance, TunnelRef.ofId(tunnelId));
    live.tunnel().shutdown(live.feed(), clientId);
  }

  /**
   * Lets an operator steer channels: {@code CLOSING} takes one from its owner and keeps it from
   * everybody, {@code OPEN} lets it be handed out again, {@code CLOSE} only takes it from its
   * owner, {@code TERMINATED} ends it for good. Versions are not looked at.
   */
  public void schedule(String instance, String tunnelId, List<ChannelLease> wanted) {
    LiveTunnel live = find(instance, TunnelRef.ofId(tunnelId));
    live.tunnel().schedule(live.feed(), wanted);
  }

  /**
   * How far the clients of a channel came.
   *
   * @throws ServiceException if the tunnel has expired or the client may not read the channel
   */
  public Checkpoint checkpoint(String instance, ChannelRef ref) {
    LiveTunnel live = find(instance, TunnelRef.ofId(ref.tunnelId()));
    return live.tunnel().checkpoint(live.feed(), ref);
  }

  /**
   * Stores how far a client came.
   *
   * @param sequenceNumber above the stored one; 0 is also accepted while nobody owns the channel
   */
  public void setCheckpoint(String instance, ChannelRef ref, String token, long sequenceNumber) {
    LiveTunnel live = find(instance, TunnelRef.ofId(ref.tunnelId()));
    live.tunnel().checkpoint(live.feed(), ref, Token.parse(token), sequenceNumber);
  }

  /**
   * Reads records, at most 2,000 and, from the second on, 1 MiB. A token gives the same changes
   * whenever it is used; rows it gives as they are now.
   */
  public RecordPage readRecords(String instance, ChannelRef ref, String token) {
    LiveTunnel live = find(instance, TunnelRef.ofId(ref.tunnelId()));
    Tunnel tunnel = live.tunnel();
    Token at = Token.parse(token);
    Channel channel = tunnel.beginRead(live.feed(), ref, at);
    long now = time.micros();
    try {
      Page page =
          new ChannelReader(live.feed(), tunnel.head().config()).read(channel.spec(), at, now);
      tunnel.endRead(channel.id(), page, now);
      return page.answer();
    } catch (ServiceException e) {
      if (e.is(ErrorCode.TRIMMED_DATA_ACCESS)) {
        tunnel.lost(channel.id(), at);
        throw StreamErrors.tunnelExpired(tunnel.head().id());
      }
      throw e;
    }
  }

  /** Makes a tunnel expire now, as if its changes had been kept for too short a time. */
  public void expire(String instance, String tunnelId) {
    find(instance, TunnelRef.ofId(tunnelId)).tunnel().expire();
  }

  /** What the store has of the tunnels of an instance. */
  public List<KeyRange> keys(String instance) {
    return registry.keys(instance);
  }

  /**
   * Takes over the tunnels of an instance whose content was replaced; their clients have their full
   * time again. No call on the instance may be under way.
   */
  public void reload(String instance) {
    registry.reload(instance);
  }

  private LiveTunnel find(String instance, TunnelRef ref) {
    engine.instance(instance);
    Optional<LiveTunnel> found;
    if (ref.hasId()) {
      found =
          Optional.ofNullable(registry.byId(ref.id()))
              .filter(tunnel -> tunnel.head().instance().equals(instance))
              .flatMap(this::live);
    } else {
      maker.table(instance, ref.table());
      found =
          live(instance).stream()
              .filter(live -> live.tunnel().head().table().equals(ref.table()))
              .filter(live -> live.tunnel().head().name().equals(ref.name()))
              .findFirst();
    }
    return found.orElseThrow(
        () -> StreamErrors.tunnelNotExist(ref.hasId() ? ref.id() : ref.name()));
  }

  private List<LiveTunnel> live(String instance) {
    engine.instance(instance);
    List<LiveTunnel> live = new ArrayList<>();
    registry.of(instance).forEach(tunnel -> live(tunnel).ifPresent(live::add));
    return live;
  }

  /** The tunnel with its table; nothing, for ever, if the table is gone or it is over. */
  private Optional<LiveTunnel> live(Tunnel tunnel) {
    Optional<Feed> feed = Feed.of(engine, tunnel.head());
    if (feed.isEmpty() || tunnel.isOver(feed.get())) {
      registry.remove(tunnel);
      return Optional.empty();
    }
    return Optional.of(new LiveTunnel(tunnel, feed.get()));
  }

  private record LiveTunnel(Tunnel tunnel, Feed feed) {}
}
