package io.millrace.local.server.operation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a shard, as clients keep it.
 *
 * @param position see {@link io.millrace.local.engine.log.Shard}
 */
record ShardIterator(String streamId, String shardId, long position) {
  private static final Pattern TEXT = Pattern.compile("([^|]+)\\|([^|]+)\\|(\\d{1,18})");

  /** Reads what {@link #text()} wrote; empty if it is something else. */
  static Optional<ShardIterator> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new ShardIterator(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }

  String text() {
    return streamId + "|" + shardId + "|" + position;
  }

  ShardIterator at(long newPosition) {
    return new ShardIterator(streamId, shardId, newPosition);
  }
}
