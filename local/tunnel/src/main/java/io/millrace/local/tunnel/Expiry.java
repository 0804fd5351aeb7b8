package io.millrace.local.tunnel;

import io.millrace.local.engine.log.LogPage;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.error.ServiceException;
import java.util.Set;

/**
 * When a tunnel expires: a change it has not delivered, or the last look at a channel that had
 * nothing to deliver, is older than the stream keeps changes. Channels whose turn has not come do
 * not count.
 */
final class Expiry {

  /** An expired tunnel is removed this much later. */
  static final long REMOVAL_MICROS = 30L * 24 * 3_600 * 1_000_000;

  private Expiry() {}

  /** Since when the slowest channel waits for a reader; the far future if none does. */
  static long waitingSince(TunnelState state, Feed feed, long nowMicros) {
    Set<String> ready = state.ready();
    long oldest = Long.MAX_VALUE;
    for (Channel channel : state.channels().values()) {
      if (channel.spec().type() == ChannelType.STREAM
          && !channel.isTerminated()
          && ready.contains(channel.id())
          && farthest(channel) instanceof StreamToken position) {
        oldest = Math.min(oldest, waitingSince(channel, position, feed, nowMicros));
      }
    }
    return oldest;
  }

  private static long waitingSince(
      Channel channel, StreamToken position, Feed feed, long nowMicros) {
    try {
      LogPage next = feed.changes(channel.spec().shardId(), position.position(), 1);
      return next.records() > 0 ? next.nextPosition() - 1 : channel.progress().idleSinceMicros();
    } catch (ServiceException e) {
      if (e.is(ErrorCode.TRIMMED_DATA_ACCESS)) {
        return Math.min(position.position(), nowMicros - feed.retentionMicros());
      }
      throw e;
    }
  }

  private static Token farthest(Channel channel) {
    return channel.checkpoint().isBefore(channel.progress().reached())
        ? channel.progress().reached()
        : channel.checkpoint();
  }
}
