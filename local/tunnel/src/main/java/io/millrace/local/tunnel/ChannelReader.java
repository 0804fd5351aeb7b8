package io.millrace.local.tunnel;

import io.millrace.local.engine.log.BasePage;
import io.millrace.local.engine.log.LogPage;
import java.util.List;

/** Reads pages of channels. The same place gives the same changes whenever it is read. */
final class ChannelReader {

  private final Feed feed;
  private final StreamConfig config;

  ChannelReader(Feed feed, StreamConfig config) {
    this.feed = feed;
    this.config = config;
  }

  Page read(ChannelSpec channel, Token at, long nowMicros) {
    if (at instanceof StreamToken token) {
      return changes(channel, token, nowMicros);
    }
    if (at instanceof BaseToken token) {
      return rows(channel, token);
    }
    return new Page(List.of(), 0, 0, at, true, 0);
  }

  private Page rows(ChannelSpec channel, BaseToken at) {
    BasePage page = feed.rows(channel, at);
    boolean finished = page.nextPosition() == null;
    byte[] position = finished ? channel.range().to() : page.nextPosition();
    return new Page(
        page.chunks(),
        page.records(),
        page.bytes(),
        new BaseToken(channel.id(), position, at.count() + page.records()),
        finished,
        0);
  }

  private Page changes(ChannelSpec channel, StreamToken at, long nowMicros) {
    long end = endMicros();
    LogPage page = feed.changes(channel.shardId(), at.position(), Feed.PAGE_RECORDS);
    if (page.nextPosition() > end) {
      page = upTo(end, channel, at, page.records());
      return page(page, at, true);
    }
    return page(page, at, page.drained() || (page.records() == 0 && nowMicros >= end));
  }

  /**
   * The changes before {@code end}. Which they are only their number tells: the position after the
   * first n is one microsecond after the last of them.
   */
  private LogPage upTo(long end, ChannelSpec channel, StreamToken at, int tooMany) {
    LogPage fitting = new LogPage(List.of(), 0, 0, at.position(), false);
    int low = 0;
    int high = tooMany;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      LogPage page = feed.changes(channel.shardId(), at.position(), middle);
      if (page.nextPosition() > end) {
        high = middle;
      } else {
        low = middle;
        fitting = page;
      }
    }
    return fitting;
  }

  private long endMicros() {
    return config.endNanos() == 0 ? Long.MAX_VALUE : -Math.floorDiv(-config.endNanos(), 1_000L);
  }

  private static Page page(LogPage page, StreamToken at, boolean finished) {
    boolean empty = page.records() == 0;
    return new Page(
        page.chunks(),
        page.records(),
        page.bytes(),
        empty
            ? at
            : new StreamToken(at.channelId(), page.nextPosition(), at.count() + page.records()),
        finished,
        empty ? 0 : page.nextPosition() - 1);
  }
}
