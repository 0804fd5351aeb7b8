package io.millrace.spark.read;

import io.millrace.protocol.plainbuffer.PlainBufferReader;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Gives one row: how many rows a task has, in as many columns as asked for. */
final class CountPartitionReader implements PartitionReader<InternalRow> {

  private final RangePages pages;
  private final int columns;
  private InternalRow row;

  CountPartitionReader(RangeTask task, RangePartition partition, int columns) {
    pages = new RangePages(task, partition);
    this.columns = columns;
  }

  @Override
  public boolean next() {
    if (row != null) {
      return false;
    }
    long count = 0;
    PlainBufferReader reader = new PlainBufferReader();
    for (RangePage page = pages.next(Long.MAX_VALUE);
        page != null;
        page = pages.next(Long.MAX_VALUE)) {
      reader.reset(page.bytes(), page.offset(), page.length());
      while (reader.nextRow()) {
        count++;
      }
    }
    Object[] values = new Object[columns];
    Arrays.fill(values, count);
    row = new GenericInternalRow(values);
    return true;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return ReadMetrics.of(pages, 0);
  }

  @Override
  public void close() {
    pages.close();
  }
}
