package io.millrace.spark.read;

import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.spark.pushdown.KeyRange;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.connector.read.InputPartition;

/** What one task reads: some ranges of keys, in their order. */
record RangePartition(List<Range> ranges) implements InputPartition {

  /**
   * Keys from one to the one behind them, both as PlainBuffer documents.
   *
   * @param start the first, which belongs to the range
   * @param end the one behind the last
   */
  record Range(byte[] start, byte[] end) implements Serializable {}

  RangePartition {
    ranges = List.copyOf(ranges);
  }

  static RangePartition of(List<KeyRange> ranges) {
    RowCodec codec = new RowCodec();
    return new RangePartition(
        ranges.stream()
            .map(
                range ->
                    new Range(
                        codec.encodeKey(range.start()).toByteArray(),
                        codec.encodeKey(range.end()).toByteArray()))
            .toList());
  }
}
