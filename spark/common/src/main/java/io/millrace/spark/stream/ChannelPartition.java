package io.millrace.spark.stream;

import org.apache.spark.sql.connector.read.InputPartition;

/**
 * One channel of one batch.
 *
 * @param sequence the batch's number
 * @param from where the batch begins in the channel
 * @param maxRows most rows the batch takes from it
 * @param maxBytes most bytes of records it takes, if that is more than one record
 * @param until see {@link BatchOffset#until}
 */
record ChannelPartition(
    long sequence, String channel, ChannelPosition from, long maxRows, long maxBytes, long until)
    implements InputPartition {}
