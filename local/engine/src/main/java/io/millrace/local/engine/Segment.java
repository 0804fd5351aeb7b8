package io.millrace.local.engine;

import io.millrace.local.engine.log.Chunk;

/**
 * The records that one commit adds to one shard, stored as one entry under the stamp of the last.
 * Their stamps follow each other without a gap. The value is their number and then the records as
 * {@link Chunk} describes them.
 */
final class Segment {

  private final ShardLog shard;
  private final long firstStamp;
  private final ByteWriter body = new ByteWriter(256);
  private int records;

  Segment(ShardLog shard, long firstStamp) {
    this.shard = shard;
    this.firstStamp = firstStamp;
  }

  ShardLog shard() {
    return shard;
  }

  int records() {
    return records;
  }

  /** Returns the stamp that the next record gets. */
  long nextStamp() {
    return firstStamp + records;
  }

  /** Returns the stamp of the newest record. */
  long lastStamp() {
    return firstStamp + records - 1;
  }

  /** Returns where the next record is to be written; {@link #added} must follow. */
  ByteWriter body() {
    return body;
  }

  /** Counts the record that was written. */
  void added() {
    records++;
  }

  int mark() {
    return body.length();
  }

  void reset(int mark, int recordsBefore) {
    body.truncate(mark);
    records = recordsBefore;
  }

  byte[] key() {
    return KeySpace.segment(shard.definition().number(), lastStamp());
  }

  byte[] value() {
    ByteWriter value = new ByteWriter(body.length() + 5);
    value.writeVarint(records);
    value.append(body);
    return value.toByteArray();
  }

  /** A stored segment: what its key and its value say. */
  record Stored(long firstStamp, int records, byte[] value, int bodyOffset) {

    int bodyLength() {
      return value.length - bodyOffset;
    }

    long lastStamp() {
      return firstStamp + records - 1;
    }

    static Stored of(byte[] key, byte[] value) {
      ByteReader in = new ByteReader(value, 0);
      int records = in.readInt();
      return new Stored(KeySpace.lastStamp(key) - records + 1, records, value, in.position());
    }
  }
}
