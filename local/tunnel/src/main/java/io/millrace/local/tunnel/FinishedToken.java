package io.millrace.local.tunnel;

import io.millrace.protocol.token.TunnelToken;

/** The end of any channel: nothing comes after it. */
enum FinishedToken implements Token {
  INSTANCE;

  @Override
  public String text() {
    return TunnelToken.FINISHED;
  }

  @Override
  public long count() {
    return 0;
  }

  @Override
  public boolean isBefore(Token other) {
    return false;
  }

  @Override
  public boolean isOf(String channelId) {
    return true;
  }
}
