package io.millrace.local.tunnel;

import io.millrace.protocol.token.TunnelToken;
import java.util.Optional;

/**
 * A place in a shard.
 *
 * @param position before the first record of this time or later, in microseconds
 */
record StreamToken(String channelId, long position, long count) implements Token {

  private static final char SEPARATOR = '/';

  /** Returns nothing if the token is not of ours. */
  static Optional<StreamToken> of(TunnelToken token) {
    String iterator = token.iterator();
    int separator = iterator.lastIndexOf(SEPARATOR);
    if (separator < 1 || token.totalCount() < 0) {
      return Optional.empty();
    }
    try {
      long position = Long.parseUnsignedLong(iterator, separator + 1, iterator.length(), 10);
      return position < 0
          ? Optional.empty()
          : Optional.of(
              new StreamToken(iterator.substring(0, separator), position, token.totalCount()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public String text() {
    return TunnelToken.ofStream(channelId + SEPARATOR + position, position, count).encode();
  }

  @Override
  public boolean isBefore(Token other) {
    return !(other instanceof StreamToken that) || position < that.position;
  }

  @Override
  public boolean isOf(String id) {
    return channelId.equals(id);
  }
}
