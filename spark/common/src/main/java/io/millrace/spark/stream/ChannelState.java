package io.millrace.spark.stream;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What the driver knows of one channel between two batches. Used by the stream's thread alone. */
final class ChannelState {

  /** What comes next in the channel. */
  enum Knowledge {
    /** Nothing is known: it was never looked at, or its batch was not read. */
    UNKNOWN,
    /** Records follow for certain. */
    MORE,
    /** The last look found nothing. */
    DRY,
    /** It is read to its end. */
    FINISHED
  }

  /** Nobody has looked how many rows wait in the channel. */
  static final long UNKNOWN_ROWS = -1;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

  private ChannelPosition position;
  private Knowledge knowledge;
  private long lastTime;
  private boolean endReported;
  private boolean driedInThisRun;
  private boolean mayHaveMore;

  private CompletableFuture<RecordPage> probe;
  private long probeStarted;
  private long driedAt;
  private long rowsSeen = UNKNOWN_ROWS;

  /** Where the next look at a channel with records begins; null for its position. */
  private String seenUpTo;

  private Duration pause = FIRST_PAUSE;
  private long due;
  private long failingSince = -1;

  /** A channel that nothing is known of but its position. */
  ChannelState(ChannelPosition position, long now) {
    this.position = position;
    knowledge = position.finished() ? Knowledge.FINISHED : Knowledge.UNKNOWN;
    due = now;
  }

  /** Takes over what a batch found out. */
  void read(Claim claim, long now) {
    probe = null;
    seenUpTo = null;
    position = claim.next();
    rowsSeen = claim.more() ? UNKNOWN_ROWS : 0;
    lastTime = claim.lastTime();
    settle(claim.more() ? Knowledge.MORE : Knowledge.DRY);
    pause = FIRST_PAUSE;
    due = now;
  }

  /** A batch was to read the channel and did not. */
  void notRead(ChannelPosition from, long now) {
    probe = null;
    seenUpTo = null;
    position = from;
    rowsSeen = UNKNOWN_ROWS;
    // A batch begins inside a page only when records of that page were left for it.
    settle(from.skip() > 0 ? Knowledge.MORE : Knowledge.UNKNOWN);
    due = now;
  }

  private void settle(Knowledge found) {
    knowledge = position.finished() ? Knowledge.FINISHED : found;
  }

  boolean probeIsDue(long now) {
    return probe == null && mayBeProbed() && now - due >= 0;
  }

  /** Whether a look could tell anything. */
  boolean mayBeProbed() {
    return knowledge == Knowledge.DRY || knowledge == Knowledge.UNKNOWN;
  }

  /** Whether another look at a channel that has rows is due, to count them. */
  boolean countIsDue(long now) {
    return probe == null
        && knowledge == Knowledge.MORE
        && !ChannelPosition.FINISHED.equals(seenUpTo)
        && now - due >= 0;
  }

  /** The token that the next look begins at. */
  String lookFrom() {
    return seenUpTo == null ? position.token() : seenUpTo;
  }

  void probing(CompletableFuture<RecordPage> started, long now) {
    probe = started;
    probeStarted = now;
  }

  /** Ends the pause before the next look. */
  void lookAgain(long now) {
    due = now;
  }

  /** For how long no look is due, in nanoseconds; not positive when one is. */
  long restsFor(long now) {
    return due - now;
  }

  /** The look that is under way or done and not yet taken; null when there is none. */
  CompletableFuture<RecordPage> probe() {
    return probe;
  }

  /** Takes over what a look found. */
  void probed(RecordPage page, long now, Duration longestPause) {
    probe = null;
    failingSince = -1;
    if (page.count() > 0 || knowledge == Knowledge.MORE) {
      boolean first = seenUpTo == null;
      rowsSeen = page.count() + (first ? -position.skip() : rowsSeen);
      seenUpTo = page.nextToken();
      mayHaveMore = page.count() > 0 && page.mayMore();
      knowledge = Knowledge.MORE;
      if (page.count() == 0) {
        backOff(now, longestPause);
      }
      return;
    }
    rowsSeen = 0;
    position = ChannelPosition.at(page.nextToken());
    settle(page.mayMore() ? Knowledge.UNKNOWN : Knowledge.DRY);
    if (knowledge == Knowledge.DRY) {
      driedInThisRun = true;
      driedAt = probeStarted;
    }
    backOff(now, longestPause);
  }

  /**
   * A look failed in a way that may pass.
   *
   * @return for how long looks have been failing now, in nanoseconds
   */
  long probeFailed(long now, Duration longestPause) {
    probe = null;
    if (failingSince < 0) {
      failingSince = now;
    }
    backOff(now, longestPause);
    return now - failingSince;
  }

  private void backOff(long now, Duration longestPause) {
    due = now + pause.toNanos();
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
  }

  /** Whether the channel has nothing up to a time: it ended, dried, or passed it. */
  boolean drainedTo(long until) {
    return knowledge == Knowledge.FINISHED
        || (knowledge == Knowledge.DRY && driedInThisRun)
        || lastTime > until;
  }

  /** Whether the channel is known to have had nothing at that moment or later. */
  boolean wasDryAt(long moment) {
    return knowledge == Knowledge.FINISHED
        || (knowledge == Knowledge.DRY && driedInThisRun && driedAt - moment >= 0);
  }

  /** How many rows are known to wait; {@link #UNKNOWN_ROWS} when nobody has looked. */
  long rowsSeen() {
    return rowsSeen;
  }

  /** Whether more rows wait than those seen. */
  boolean hasMoreThanSeen() {
    return hasMore() && (rowsSeen == UNKNOWN_ROWS || mayHaveMore);
  }

  boolean hasMore() {
    return knowledge == Knowledge.MORE;
  }

  boolean finished() {
    return knowledge == Knowledge.FINISHED;
  }

  boolean endReported() {
    return endReported;
  }

  void reportedEnd() {
    endReported = true;
  }

  ChannelPosition position() {
    return position;
  }

  /** When the last record that was read was written, in microseconds; 0 when unknown. */
  long lastTime() {
    return lastTime;
  }
}
