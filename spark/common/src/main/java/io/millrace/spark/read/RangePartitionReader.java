package io.millrace.spark.read;

import io.millrace.protocol.wire.ActionType;
import io.millrace.spark.row.Mismatches;
import io.millrace.spark.row.RowDecoder;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/** Gives the rows of one task, page by page. */
final class RangePartitionReader implements PartitionReader<InternalRow> {

  private final RangePages pages;
  private final Mismatches mismatches;
  private final RowDecoder decoder;
  private boolean decoding;
  private long remaining;
  private InternalRow row;

  RangePartitionReader(RangeTask task, RangePartition partition) {
    pages = new RangePages(task, partition);
    mismatches = Mismatches.ofTask(task.settings().mismatch());
    decoder = new RowDecoder(task.key().table(), task.schema(), mismatches);
    remaining = task.limit() == TablestoreScan.NO_LIMIT ? Long.MAX_VALUE : task.limit();
  }

  @Override
  public boolean next() {
    if (remaining == 0) {
      return false;
    }
    row = decoding ? decoder.next(ActionType.PUT_ROW) : null;
    while (row == null) {
      RangePage page = pages.next(remaining);
      if (page == null) {
        return false;
      }
      decoder.start(page.bytes(), page.offset(), page.length());
      decoding = true;
      row = decoder.next(ActionType.PUT_ROW);
    }
    remaining--;
    return true;
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    return ReadMetrics.of(pages, mismatches.count());
  }

  @Override
  public void close() {
    pages.close();
  }
}
