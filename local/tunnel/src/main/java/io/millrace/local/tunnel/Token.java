package io.millrace.local.tunnel;

import io.millrace.protocol.error.StreamErrors;
import io.millrace.protocol.token.TunnelToken;

/**
 * A place in a channel, in the form that clients keep it in. It names the channel, so that a token
 * of another one is noticed.
 */
sealed interface Token permits StreamToken, BaseToken, FinishedToken {

  /** The form that travels. */
  String text();

  /** Records of the channel before this place. */
  long count();

  /** Whether this place comes before another one of the same channel. */
  boolean isBefore(Token other);

  /** Whether this is a place in the channel. */
  boolean isOf(String channelId);

  /**
   * Reads a token that was handed out.
   *
   * @throws io.millrace.protocol.error.ServiceException if the text is none
   */
  static Token parse(String text) {
    if (text.equals(TunnelToken.FINISHED)) {
      return FinishedToken.INSTANCE;
    }
    return TunnelToken.decode(text)
        .flatMap(token -> token.isStream() ? StreamToken.of(token) : BaseToken.of(token))
        .orElseThrow(() -> StreamErrors.invalidToken(text));
  }
}
