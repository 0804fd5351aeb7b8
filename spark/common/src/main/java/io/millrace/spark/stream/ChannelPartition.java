package io.millrace.spark.stream;

import org.apache.spark.sql.connector.read.InputPartition;

/**
 * One channel of one batch.
 *
 * @param sequence the batch's number
 * @param from where the batch begins in the channel
 * @param maxRows most rows the batch takes from it
 * @param until see {@link BatchOffset#until}
 */
record ChannelPartition(
    long sequence, String channel, ChannelPosition from, long maxRows, long until)
    implements InputPartition {}
