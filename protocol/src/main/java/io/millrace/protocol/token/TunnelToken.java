package io.millrace.protocol.token;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.protocol.wire.Token;
import io.millrace.protocol.wire.TokenContent;
import java.util.Base64;
import java.util.Optional;

/**
 * A position in a channel, as it travels in tokens and checkpoints. Clients look at one thing only:
 * whether the iterator is empty, which tells a base-data channel from a stream channel. Everything
 * else is the server's own.
 *
 * @param primaryKey where a base-data channel goes on; empty in a stream channel
 * @param iterator where a stream channel goes on; empty in a base-data channel
 * @param timestamp the time of the position, in a unit the server chooses
 * @param totalCount the number of records before the position
 */
public record TunnelToken(ByteString primaryKey, String iterator, long timestamp, long totalCount) {
  /** In place of a token: the channel has ended. */
  public static final String FINISHED = "finished";

  private static final long VERSION = 2;
  private static final long VERSION_WITHOUT_COUNT = 1;

  public static TunnelToken ofBaseData(ByteString primaryKey, long totalCount) {
    return new TunnelToken(primaryKey, "", 0, totalCount);
  }

  public static TunnelToken ofStream(String iterator, long timestamp, long totalCount) {
    return new TunnelToken(ByteString.EMPTY, iterator, timestamp, totalCount);
  }

  /** Whether the channel is a stream channel. */
  public boolean isStream() {
    return !iterator.isEmpty();
  }

  /** The text form. */
  public String encode() {
    TokenContent.Builder content =
        TokenContent.newBuilder().setTimestamp(timestamp).setTotalCount(totalCount);
    if (!primaryKey.isEmpty()) {
      content.setPrimaryKey(primaryKey);
    }
    if (isStream()) {
      content.setIterator(iterator);
    }
    Token token =
        Token.newBuilder().setVersion(VERSION).setContent(content.build().toByteString()).build();
    return Base64.getEncoder().encodeToString(token.toByteArray());
  }

  /**
   * Reads the text form of either version.
   *
   * @return empty if it is none, as {@link #FINISHED} is not
   */
  public static Optional<TunnelToken> decode(String text) {
    try {
      Token token = Token.parseFrom(Base64.getDecoder().decode(text));
      if (token.getVersion() != VERSION && token.getVersion() != VERSION_WITHOUT_COUNT) {
        return Optional.empty();
      }
      TokenContent content = TokenContent.parseFrom(token.getContent());
      return Optional.of(
          new TunnelToken(
              content.getPrimaryKey(),
              content.getIterator(),
              content.getTimestamp(),
              content.getTotalCount()));
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
