package io.millrace.spark.read;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;

/**
 * Makes the readers of a batch read's tasks.
 *
 * @param counts how many columns are to hold the number of rows instead of the rows; 0 for rows
 */
record RangeReaderFactory(RangeTask task, int counts) implements PartitionReaderFactory {

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    RangePartition ranges = (RangePartition) partition;
    return counts > 0
        ? new CountPartitionReader(task, ranges, counts)
        : new RangePartitionReader(task, ranges);
  }
}
