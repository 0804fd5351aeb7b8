package io.millrace.protocol.model;

import java.util.Comparator;

/**
 * The place of a change in its shard; within a shard the order is total.
 *
 * @param epoch raised whenever the shard's log moves
 * @param timestampMicros when the change was made, in microseconds
 * @param rowIndex its place among the changes of that microsecond
 */
public record SequenceInfo(int epoch, long timestampMicros, int rowIndex)
    implements Comparable<SequenceInfo> {
  private static final Comparator<SequenceInfo> ORDER =
      Comparator.comparingInt(SequenceInfo::epoch)
          .thenComparingLong(SequenceInfo::timestampMicros)
          .thenComparingInt(SequenceInfo::rowIndex);

  @Override
  public int compareTo(SequenceInfo other) {
    return ORDER.compare(this, other);
  }
}
