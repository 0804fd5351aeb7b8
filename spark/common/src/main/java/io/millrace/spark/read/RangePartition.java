package io.millrace.spark.read;

import org.apache.spark.sql.connector.read.InputPartition;

/** A range of keys. */
final class RangePartition implements InputPartition {

  private final byte[] start;
  private final byte[] end;

  /** A range from a key to the key behind it, both as PlainBuffer documents. */
  RangePartition(byte[] start, byte[] end) {
    this.start = start;
    this.end = end;
  }

  byte[] start() {
    return start;
  }

  byte[] end() {
    return end;
  }
}
