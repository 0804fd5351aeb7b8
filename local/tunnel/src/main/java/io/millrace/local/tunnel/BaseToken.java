package io.millrace.local.tunnel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import io.millrace.protocol.token.TunnelToken;
import java.util.Arrays;
import java.util.Optional;

/**
 * A place among the rows of a channel.
 *
 * @param position the engine's; empty at the beginning
 */
record BaseToken(String channelId, byte[] position, long count) implements Token {

  private static final byte SEPARATOR = 0;

  /** Returns nothing if the token is not of ours. */
  static Optional<BaseToken> of(TunnelToken token) {
    byte[] key = token.primaryKey().toByteArray();
    int separator = 0;
    while (separator < key.length && key[separator] != SEPARATOR) {
      separator++;
    }
    if (separator == 0 || separator == key.length || token.totalCount() < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new BaseToken(
            new String(key, 0, separator, UTF_8),
            Arrays.copyOfRange(key, separator + 1, key.length),
            token.totalCount()));
  }

  static BaseToken start(String channelId) {
    return new BaseToken(channelId, new byte[0], 0);
  }

  boolean isStart() {
    return position.length == 0;
  }

  @Override
  public String text() {
    byte[] name = channelId.getBytes(UTF_8);
    byte[] key = Arrays.copyOf(name, name.length + 1 + position.length);
    key[name.length] = SEPARATOR;
    System.arraycopy(position, 0, key, name.length + 1, position.length);
    return TunnelToken.ofBaseData(ByteString.copyFrom(key), count).encode();
  }

  @Override
  public boolean isBefore(Token other) {
    return !(other instanceof BaseToken that)
        || Arrays.compareUnsigned(position, that.position) < 0;
  }

  @Override
  public boolean isOf(String id) {
    return channelId.equals(id);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BaseToken that
        && channelId.equals(that.channelId)
        && Arrays.equals(position, that.position)
        && count == that.count;
  }

  @Override
  public int hashCode() {
    return 31 * channelId.hashCode() + Arrays.hashCode(position);
  }
}
