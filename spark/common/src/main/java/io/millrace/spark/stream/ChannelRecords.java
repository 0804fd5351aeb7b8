package io.millrace.spark.stream;

import io.millrace.protocol.wire.ActionType;
import java.util.Queue;

/** Walks over the records of a claim: first through pages at hand, then through pages read anew. */
final class ChannelRecords {

  private final PageSource source;
  private final Queue<ChannelWindow.Kept> kept;
  private long toSkip;
  private long remaining;
  private String nextToken;
  private RecordPage page;
  private int record;

  /**
   * A walk that stands before the first record.
   *
   * @param kept pages from the claim's beginning on, without a gap; used up by the walk
   */
  ChannelRecords(PageSource source, Claim claim, Queue<ChannelWindow.Kept> kept) {
    this.source = source;
    this.kept = kept;
    toSkip = claim.from().skip();
    remaining = claim.rows();
    nextToken = claim.from().token();
  }

  /** Goes to the next record; false after the last one of the claim. */
  boolean next() {
    if (remaining == 0) {
      page = null;
      return false;
    }
    record++;
    while (page == null || record >= page.count()) {
      if (!turnPage()) {
        source.lost(remaining);
        remaining = 0;
        page = null;
        return false;
      }
    }
    remaining--;
    return true;
  }

  /** Goes to the next page; false when there is none. */
  private boolean turnPage() {
    ChannelWindow.Kept first = kept.poll();
    if (first != null) {
      page = first.page();
    } else if (nextToken.equals(ChannelPosition.FINISHED)) {
      return false;
    } else {
      page = source.read(nextToken);
      if (page.count() == 0 && !page.mayMore()) {
        return false;
      }
    }
    nextToken = page.nextToken();
    record = (int) Math.min(toSkip, page.count());
    toSkip -= record;
    return true;
  }

  /** The bytes that hold the current record. */
  byte[] bytes() {
    return page.bytes();
  }

  /** When the current record was written, in microseconds; 0 when it does not say. */
  long time() {
    return page.time(record);
  }

  int offset() {
    return page.offset(record);
  }

  int length() {
    return page.length(record);
  }

  ActionType action() {
    return page.action(record);
  }
}
