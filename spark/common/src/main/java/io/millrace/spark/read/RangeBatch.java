package io.millrace.spark.read;

import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/** A batch read: one task for each range of the table's keys. */
record RangeBatch(RangeTask task) implements Batch {

  @Override
  public InputPartition[] planInputPartitions() {
    return RangePlanner.plan(task).toArray(new InputPartition[0]);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new RangeReaderFactory(task);
  }
}
