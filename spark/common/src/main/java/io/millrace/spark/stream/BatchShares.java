package io.millrace.spark.stream;

import io.millrace.spark.options.StreamLimits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shares the rows and bytes of a batch between the channels that have some. Nobody knows how many a
 * channel has, so the shares are equal; what cannot be shared evenly goes round from batch to
 * batch.
 */
final class BatchShares {

  /** What one channel may give. */
  record Share(long rows, long bytes) {}

  static final Share NOTHING = new Share(0, ChannelStart.UNBOUNDED);

  private BatchShares() {}

  /**
   * The shares of a batch; a channel without one gives nothing this time.
   *
   * @param channels those that have records, always in the same order
   * @param sequence the batch's number
   */
  static Map<String, Share> of(List<String> channels, StreamLimits limits, long sequence) {
    int count = channels.size();
    Map<String, Share> shares = new HashMap<>();
    if (count == 0) {
      return shares;
    }
    int served = (int) Math.min(count, limits.maxRows());
    int first = (int) (sequence * served % count);
    long bytes =
        limits.maxBytes() == ChannelStart.UNBOUNDED
            ? ChannelStart.UNBOUNDED
            : Math.max(1, limits.maxBytes() / served);
    for (int i = 0; i < served; i++) {
      long even = limits.maxRows() / served + (i < limits.maxRows() % served ? 1 : 0);
      shares.put(
          channels.get((first + i) % count),
          new Share(Math.min(even, limits.maxRowsPerChannel()), bytes));
    }
    return shares;
  }
}
