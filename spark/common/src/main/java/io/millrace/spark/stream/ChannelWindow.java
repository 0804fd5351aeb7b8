package io.millrace.spark.stream;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The first reading of a channel for a batch: finds out where the batch ends there, and keeps the
 * pages it read on the way, up to a number of bytes. What it cannot keep is read again later.
 */
final class ChannelWindow {

  /** A page and the token it was read from. */
  record Kept(String token, RecordPage page) {}

  private final PageSource source;
  private final ChannelPosition from;
  private final long maxRows;
  private final long maxData;
  private final long until;
  private final long maxBytes;

  private final Queue<Kept> pages = new ArrayDeque<>();
  private long bytes;
  private boolean full;

  private String token;
  private RecordPage page;
  private boolean expectsMore;

  private long toSkip;
  private long rows;
  private long data;
  private boolean dataReached;
  private long lastTime;

  /**
   * A window that has read nothing yet.
   *
   * @param maxRows most rows of the batch in this channel
   * @param maxData most bytes of records of the batch in this channel; one may be larger
   * @param until see {@link BatchOffset#until}
   * @param maxBytes most bytes of pages to keep
   */
  ChannelWindow(
      PageSource source,
      ChannelPosition from,
      long maxRows,
      long maxData,
      long until,
      long maxBytes) {
    this.maxData = maxData;
    this.source = source;
    this.from = from;
    this.maxRows = maxRows;
    this.until = until;
    this.maxBytes = maxBytes;
  }

  /** Reads until the rows are enough or the channel has no more, and says where that was. */
  Claim read() {
    toSkip = from.skip();
    fetch(from.token());
    while (true) {
      long skipped = Math.min(toSkip, page.count());
      long available = page.count() - skipped;
      long taken = taken((int) skipped, available);
      toSkip -= skipped;
      if (taken > 0) {
        rows += taken;
        lastTime = page.time((int) (skipped + taken - 1));
      }
      keepForEmitting();
      if (taken < available) {
        source.keep(token, page);
        return claim(new ChannelPosition(token, skipped + taken), true);
      }
      ChannelPosition next = ChannelPosition.at(page.nextToken());
      if (toSkip > 0 && (next.finished() || !expectsMore)) {
        source.lost(toSkip);
        toSkip = 0;
      }
      if (next.finished() || !expectsMore) {
        return claim(next, false);
      }
      if (lastTime > until) {
        return claim(next, true);
      }
      fetch(next.token());
      if ((rows == maxRows || dataReached) && page.count() > 0) {
        source.keep(token, page);
        return claim(next, true);
      }
    }
  }

  /** How many of the next records of the page belong to the batch. */
  private long taken(int first, long available) {
    long most = Math.min(available, maxRows - rows);
    if (maxData == ChannelStart.UNBOUNDED) {
      return most;
    }
    int taken = 0;
    while (taken < most && !dataReached) {
      long longer = data + page.length(first + taken);
      if (longer > maxData && rows + taken > 0) {
        dataReached = true;
      } else {
        data = longer;
        dataReached = data >= maxData;
        taken++;
      }
    }
    return taken;
  }

  /** The pages read so far that were kept, from the first on without a gap. */
  Queue<Kept> pages() {
    return pages;
  }

  private void fetch(String at) {
    token = at;
    page = source.takeKept(at);
    if (page == null) {
      page = source.read(at);
      expectsMore = page.mayMore();
    } else {
      // What the service expected when the page was read is out of date.
      expectsMore = !page.nextToken().equals(ChannelPosition.FINISHED);
    }
  }

  private void keepForEmitting() {
    full |= bytes + page.bytes().length > maxBytes && !pages.isEmpty();
    if (!full) {
      bytes += page.bytes().length;
      pages.add(new Kept(token, page));
    }
  }

  private Claim claim(ChannelPosition next, boolean more) {
    return new Claim(from, rows, next, more, lastTime);
  }
}
