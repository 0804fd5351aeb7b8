package io.millrace.local.tunnel;

import io.millrace.local.engine.store.StoreFullException;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.StreamErrors;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A tunnel in use: its state, which is stored before anyone is told of it, and the leases of its
 * clients. One call at a time; what is read of the table is read outside.
 */
final class Tunnel {

  /** How far behind the clock the point of a channel may lag that finds nothing to read. */
  private static final long IDLE_GRAIN_MICROS = 10_000_000;

  private final TunnelHead head;
  private final TunnelStore store;
  private final Time time;
  private final Leases leases;
  private TunnelState state;

  /** {@link Expiry#waitingSince}, or earlier: it only rises while no channel's turn comes. */
  private long waitingSince;

  private boolean removed;

  Tunnel(TunnelState state, TunnelStore store, Time time) {
    this.head = state.head();
    this.state = state;
    this.store = store;
    this.time = time;
    this.leases = new Leases(state.clients().values(), time.nanos());
  }

  TunnelHead head() {
    return head;
  }

  /** The state after everything that time and the table have brought since the last call. */
  synchronized TunnelState refreshed(Feed feed) {
    refresh(feed);
    followShards(feed);
    return state;
  }

  /** Whether it expired so long ago that it is to be removed. */
  synchronized boolean isOver(Feed feed) {
    refresh(feed);
    return state.isExpired() && time.micros() - state.expiredMicros() >= Expiry.REMOVAL_MICROS;
  }

  synchronized String connect(Feed feed, int timeoutSeconds, String tag, UUID random) {
    refuseExpired(feed);
    Client client = new Client(ClientIds.issue(head.id(), tag, random), timeoutSeconds, false);
    change(before -> before.with(client));
    leases.renew(client, time.nanos());
    return client.id();
  }

  synchronized List<ChannelLease> heartbeat(
      Feed feed, String clientId, List<ChannelLease> reported) {
    refuseExpired(feed);
    followShards(feed);
    Client client = connected(clientId).heard();
    leases.renew(client, time.nanos());
    change(
        before ->
            Assignment.balance(
                Assignment.report(before.with(client), clientId, reported), clientId));
    return Assignment.leases(state, clientId);
  }

  synchronized void shutdown(Feed feed, String clientId) {
    refresh(feed);
    List<String> gone = List.of(connected(clientId).id());
    change(before -> before.left(gone));
    leases.end(gone);
  }

  /** An operator suspends, resumes, frees or ends channels. */
  synchronized void schedule(Feed feed, List<ChannelLease> wanted) {
    refuseExpired(feed);
    followShards(feed);
    wanted.forEach(each -> channel(each.id()));
    change(
        before -> {
          TunnelState after = before;
          for (ChannelLease each : wanted) {
            after = after.with(after.channels().get(each.id()).scheduled(each.status()));
          }
          return after;
        });
  }

  synchronized Checkpoint checkpoint(Feed feed, ChannelRef ref) {
    refuseExpired(feed);
    Channel channel = allowed(ref);
    return new Checkpoint(channel.checkpoint().text(), channel.sequence());
  }

  synchronized void checkpoint(Feed feed, ChannelRef ref, Token token, long sequence) {
    refuseExpired(feed);
    Channel channel = itsTurn(allowed(ref));
    refuseForeign(channel, token);
    Channel accepted = Checkpointing.accept(channel, token, sequence);
    change(before -> before.with(accepted));
  }

  /** Returns the channel if the client may read it from the place on. */
  synchronized Channel beginRead(Feed feed, ChannelRef ref, Token token) {
    refuseExpired(feed);
    Channel channel = itsTurn(allowed(ref));
    refuseForeign(channel, token);
    return channel;
  }

  /** A page was read and is about to be handed out. */
  synchronized void endRead(String channelId, Page page, long readMicros) {
    Channel channel = state.channels().get(channelId);
    if (removed) {
      return;
    }
    Progress before = channel.progress();
    Progress after = before.delivered(page.reached(), page.lastChangeMicros(), page.finished());
    boolean idle = page.records() == 0 && !page.finished();
    if (idle && readMicros - before.consumedMicros() >= IDLE_GRAIN_MICROS) {
      after = after.idle(readMicros);
    }
    if (!after.equals(before)) {
      Channel changed = channel.withProgress(after);
      keepProgress(changed, after.drained() != before.drained());
      state = state.with(changed);
    }
  }

  /**
   * Stores what a channel delivered. On a full disk reading goes on: the count is stored with the
   * next page that finds room. Only the end of a channel has to be stored before it is told, since
   * others begin with it.
   */
  private void keepProgress(Channel changed, boolean ends) {
    try {
      store.updateProgress(head.id(), changed);
    } catch (StoreFullException full) {
      if (ends) {
        throw full;
      }
    }
  }

  /** A read from the place failed because what follows it is gone. */
  synchronized void lost(String channelId, Token token) {
    if (!removed && !token.isBefore(state.channels().get(channelId).checkpoint())) {
      change(before -> before.expired(time.micros()));
    }
  }

  synchronized void expire() {
    refuseRemoved();
    if (!state.isExpired()) {
      change(before -> before.expired(time.micros()));
    }
  }

  /** Forgets everything; whoever still holds this tunnel is told that it is gone. */
  synchronized void remove() {
    if (!removed) {
      store.remove(head.id());
      removed = true;
    }
  }

  private void refresh(Feed feed) {
    refuseRemoved();
    List<String> overdue = leases.overdue(time.nanos());
    if (!overdue.isEmpty()) {
      change(before -> before.left(overdue));
      leases.end(overdue);
    }
    if (state.isExpired() || !head.type().hasStream()) {
      return;
    }
    long now = time.micros();
    if (feed.streamIsLost()) {
      change(before -> before.expired(now));
      return;
    }
    if (now - feed.retentionMicros() >= waitingSince) {
      waitingSince = Expiry.waitingSince(state, feed, now);
      if (now - feed.retentionMicros() >= waitingSince) {
        change(before -> before.expired(waitingSince + feed.retentionMicros()));
      }
    }
  }

  private void followShards(Feed feed) {
    if (head.type().hasStream() && !state.isExpired()) {
      List<Channel> missing = ChannelPlan.missing(state, feed.shards(), time.micros());
      if (!missing.isEmpty()) {
        change(before -> before.with(missing));
      }
    }
  }

  private void change(UnaryOperator<TunnelState> change) {
    TunnelState timed = Turns.between(state, change.apply(state), time.micros());
    store.update(state, timed);
    if (!timed.ready().equals(state.ready())) {
      waitingSince = 0;
    }
    state = timed;
  }

  private Client connected(String clientId) {
    Client client = state.clients().get(clientId);
    if (client == null) {
      throw StreamErrors.resourceGone("Client '" + clientId + "'");
    }
    return client;
  }

  /** The channel, unless the client lost its lease or another one owns it. */
  private Channel allowed(ChannelRef ref) {
    Channel channel = channel(ref.channelId());
    if (ClientIds.isIssued(head.id(), ref.clientId())) {
      connected(ref.clientId());
    }
    if (channel.isSuspended()) {
      throw StreamErrors.resourceGone("Channel '" + channel.id() + "', which is suspended,");
    }
    if (channel.hasOwner() && !channel.isOwnedBy(ref.clientId())) {
      throw StreamErrors.resourceGone(
          "The hold of client '" + ref.clientId() + "' on channel '" + channel.id() + "'");
    }
    return channel;
  }

  private Channel channel(String id) {
    Channel channel = state.channels().get(id);
    if (channel == null) {
      throw ServiceErrors.parameterInvalid("Requested channel does not exist: '" + id + "'.");
    }
    return channel;
  }

  private Channel itsTurn(Channel channel) {
    if (!state.isReadable(channel)) {
      throw ServiceErrors.parameterInvalid(
          "Channel '"
              + channel.id()
              + "' cannot be read before the channels it follows are finished.");
    }
    return channel;
  }

  private static void refuseForeign(Channel channel, Token token) {
    boolean fits =
        token == FinishedToken.INSTANCE
            || (token instanceof StreamToken == (channel.spec().type() == ChannelType.STREAM)
                && token.isOf(channel.id()));
    if (!fits) {
      throw StreamErrors.invalidToken(token.text());
    }
  }

  private void refuseExpired(Feed feed) {
    refresh(feed);
    if (state.isExpired()) {
      throw StreamErrors.tunnelExpired(head.id());
    }
  }

  private void refuseRemoved() {
    if (removed) {
      throw StreamErrors.tunnelNotExist(head.id());
    }
  }
}
