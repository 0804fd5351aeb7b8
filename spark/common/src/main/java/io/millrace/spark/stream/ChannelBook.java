package io.millrace.spark.stream;

import io.millrace.protocol.wire.ListTunnelRequest;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.WireClient;
import io.millrace.spark.error.InvalidTunnelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the query stands in every channel after its last batch: from the claims of that batch, and
 * from what the tunnel says of its channels. Used by the stream's thread alone.
 */
final class ChannelBook {

  private static final Logger LOG = LoggerFactory.getLogger(ChannelBook.class);
  private static final Duration REFRESH = Duration.ofSeconds(5);
  private static final Duration REFRESH_WHILE_WAITING = Duration.ofSeconds(1);

  private final TunnelAdmin tunnel;
  private final ClaimStore claims;
  private final PositionHints hints;
  private final TunnelReader reader;
  private final EndedChannels ended;
  private final Map<String, String> initial;
  private final boolean failsOnDataLoss;

  private final Map<String, ChannelState> channels = new TreeMap<>();
  private long sequence = -1;
  private boolean told;
  private int unreadBatches;
  private boolean refreshNow = true;
  private long refreshed;
  private int waiting;

  /** Channels that the service takes for ended and that this source has not read to their end. */
  private Set<String> endedByOthers = Set.of();

  /**
   * A book with no pages yet.
   *
   * @param reader what the other sources on the tunnel have read
   * @param ended the channels that ended to this source's knowledge
   * @param initial the positions before the first batch
   * @param failsOnDataLoss whether a channel that others have read away ends the query
   */
  ChannelBook(
      TunnelAdmin tunnel,
      ClaimStore claims,
      PositionHints hints,
      TunnelReader reader,
      EndedChannels ended,
      Map<String, String> initial,
      boolean failsOnDataLoss) {
    this.tunnel = tunnel;
    this.claims = claims;
    this.hints = hints;
    this.reader = reader;
    this.ended = ended;
    this.initial = initial;
    this.failsOnDataLoss = failsOnDataLoss;
  }

  /** Brings the book to the end of a batch, which is committed, and to the tunnel's channels. */
  void catchUp(BatchOffset batch) throws InterruptedException {
    turnTo(batch);
    if (!told) {
      reader.knows(sequence == 0 ? initial.keySet() : batch.from().keySet());
      hints.send(positionsWorthTelling());
      told = true;
    }
    reportEnds();
    refresh();
  }

  /**
   * Brings the channels to the end of the batch that was just run, so that its metrics are true.
   */
  void sees(BatchOffset batch) {
    if (batch.sequence() == sequence + 1) {
      turnTo(batch);
    }
  }

  private void turnTo(BatchOffset batch) {
    if (batch.sequence() != sequence) {
      readClaims(batch);
      sequence = batch.sequence();
      told = false;
    }
  }

  private void readClaims(BatchOffset batch) {
    long now = System.nanoTime();
    unreadBatches += batch.sequence() > 0 ? 1 : 0;
    if (batch.sequence() == 0) {
      initial.forEach(
          (id, token) -> channels.put(id, new ChannelState(ChannelPosition.at(token), now)));
    }
    batch
        .from()
        .forEach(
            (id, start) -> {
              ChannelState state =
                  channels.computeIfAbsent(id, key -> new ChannelState(start.position(), now));
              if (start.isRead()) {
                claims
                    .find(batch.sequence(), id)
                    .map(
                        claim ->
                            claim.startingAt(start.position(), claims.place(batch.sequence(), id)))
                    .ifPresentOrElse(
                        claim -> {
                          unreadBatches = 0;
                          if (hints.areSent() && claim.rows() > 0 && endedByOthers.contains(id)) {
                            throw tunnel.endedByOthers(id).unchecked();
                          }
                          state.read(claim, now);
                        },
                        () -> state.notRead(start.position(), now));
              }
            });
  }

  /** How many batches in a row nobody has read, so that the next ones begin where they did. */
  int unreadBatches() {
    return unreadBatches;
  }

  private Map<String, String> positionsWorthTelling() {
    Map<String, String> positions = new HashMap<>();
    channels.forEach(
        (id, state) -> {
          if (!state.finished() && reader.allKnow(id)) {
            positions.put(id, state.position().token());
          }
        });
    return positions;
  }

  /**
   * The service opens the children of a channel only when it is told of the channel's end, which
   * waits for all readers of the tunnel in this driver.
   */
  void reportEnds() throws InterruptedException {
    List<String> ends = new ArrayList<>();
    channels.forEach(
        (id, channel) -> {
          if (channel.finished() && !channel.endReported()) {
            reader.hasFinished(id);
            if (reader.allHaveFinished(id)) {
              ends.add(id);
            }
          }
        });
    if (ends.isEmpty()) {
      return;
    }
    TunnelAdmin.Channels known = tunnel.channels();
    for (String id : ends) {
      if (hints.areSent()) {
        ended.add(id);
      }
      if (known.ready().contains(id) && !known.finished().contains(id)) {
        hints.finish(id);
      }
      channels.get(id).reportedEnd();
    }
    refreshNow = true;
  }

  private void refresh() {
    long pause = (waiting > 0 ? REFRESH_WHILE_WAITING : REFRESH).toNanos();
    if (refreshNow || System.nanoTime() - refreshed > pause) {
      refreshFromTunnel();
    }
  }

  /**
   * Lets channels join that can be read now, and forgets those that ended and are known to have.
   */
  void refreshFromTunnel() {
    TunnelAdmin.Channels now = tunnel.channels();
    List<String> over = now.finished();
    Set<String> unread =
        over.stream()
            .filter(id -> channels.containsKey(id) && !channels.get(id).finished())
            .collect(Collectors.toSet());
    endedByOthers = unread.stream().filter(id -> !ended.contains(id)).collect(Collectors.toSet());
    checkReadAway(now.delivered());
    // Until it is clear that nothing is lost, and the order of each key with it, nobody joins.
    for (String id : unread.isEmpty() ? now.ready() : List.<String>of()) {
      if (!over.contains(id) && !channels.containsKey(id)) {
        channels.put(
            id,
            new ChannelState(
                ChannelPosition.at(reader.beginning(id, () -> tunnel.position(id))),
                System.nanoTime()));
      }
    }
    channels
        .entrySet()
        .removeIf(
            channel ->
                channel.getValue().finished()
                    && channel.getValue().endReported()
                    && (over.contains(channel.getKey())
                        || !now.ready().contains(channel.getKey())));
    waiting = now.waiting();
    refreshNow = false;
    refreshed = System.nanoTime();
  }

  /**
   * A channel that opened and ended while this query was away, or that another client was quicker
   * to read. Channels of which nobody has read a record hold nothing to miss.
   */
  private void checkReadAway(List<String> delivered) {
    for (String id : hints.areSent() ? delivered : List.<String>of()) {
      if (!channels.containsKey(id) && !ended.contains(id)) {
        InvalidTunnelException loss = tunnel.endedByOthers(id);
        if (failsOnDataLoss) {
          throw loss.unchecked();
        }
        LOG.warn(
            "{} The query goes on without its rows, because failondataloss is false.",
            loss.getMessage());
        ended.passOver(id);
      }
    }
  }

  /**
   * Whether channels wait that no channel in the book stands in the way of. For other queries it is
   * worth waiting a while, but not for a source whose turn comes in the same thread, nor where the
   * service is not told of ends.
   */
  boolean othersShouldOpen() {
    return hints.areSent()
        && waiting > 0
        && channels.entrySet().stream()
            .allMatch(
                channel ->
                    channel.getValue().finished()
                        && (channel.getValue().endReported()
                            || reader.queryHasFinished(channel.getKey())));
  }

  /** The channels by their IDs. */
  Map<String, ChannelState> channels() {
    return channels;
  }

  /** The service's clock, in microseconds, at least that of a record written before the call. */
  static long serviceTime(WireClient client, RetryLoop retries, SourceIdentity source) {
    byte[] request =
        ListTunnelRequest.newBuilder().setTableName(source.table()).build().toByteArray();
    try {
      long millis =
          retries
              .call("asking for the time of " + source, () -> client.call("tunnel/list", request))
              .date()
              .toEpochMilli();
      return TimeUnit.MILLISECONDS.toMicros(Math.max(millis, System.currentTimeMillis()) + 1) - 1;
    } catch (RuntimeException e) {
      throw TunnelFailures.describe(e, source);
    }
  }
}
