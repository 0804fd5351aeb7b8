package io.millrace.local.engine;

/** A shard in use: where its log ends, and what the commit under way adds to it. */
final class ShardLog {

  private final ShardDefinition definition;
  private volatile long lastStamp;
  private Segment segment;

  ShardLog(ShardDefinition definition, long lastStamp) {
    this.definition = definition;
    this.lastStamp = lastStamp;
  }

  ShardDefinition definition() {
    return definition;
  }

  /** Returns the timestamp of the newest record, or that of the shard if it has none. */
  long lastStamp() {
    return lastStamp;
  }

  /** Returns the segment the commit under way adds, or null. For its leader only. */
  Segment segment() {
    return segment;
  }

  /** Starts a segment whose records are stamped after all before. For a commit's leader only. */
  Segment startSegment(long nowMicros) {
    segment = new Segment(this, Math.max(nowMicros, lastStamp + 1));
    return segment;
  }

  /** Ends the segment: its records are in the store, or never will be. */
  void endSegment(boolean stored) {
    if (stored && segment.records() > 0) {
      lastStamp = segment.lastStamp();
    }
    segment = null;
  }
}
