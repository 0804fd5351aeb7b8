package io.millrace.spark.stream;

/**
 * What an offset says of one channel.
 *
 * @param position where the channel stands when the batch begins
 * @param maxRows most rows the batch takes from it; 0 when the batch does not read it
 */
record ChannelStart(ChannelPosition position, long maxRows) {

  boolean isRead() {
    return maxRows > 0;
  }
}
