package io.millrace.spark.read;

import io.millrace.spark.pushdown.KeyRanges.Selection;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * A batch read: tasks for the ranges of the table's keys.
 *
 * @param counts how many columns are to hold the number of rows instead of the rows; 0 for rows
 */
record RangeBatch(RangeTask task, Selection selection, int counts) implements Batch {

  @Override
  public InputPartition[] planInputPartitions() {
    return new RangePlanner(task).plan(selection).toArray(new InputPartition[0]);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new RangeReaderFactory(task, counts);
  }
}
