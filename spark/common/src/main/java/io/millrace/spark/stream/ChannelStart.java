package io.millrace.spark.stream;

/**
 * What an offset says of one channel.
 *
 * @param position where the channel stands when the batch begins
 * @param maxRows most rows the batch takes from it; 0 when the batch does not read it
 * @param maxBytes most bytes of records the batch takes from it, if that is more than one record
 */
record ChannelStart(ChannelPosition position, long maxRows, long maxBytes) {

  static final long UNBOUNDED = Long.MAX_VALUE;

  boolean isRead() {
    return maxRows > 0;
  }
}
