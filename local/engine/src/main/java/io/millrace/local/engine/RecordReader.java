package io.millrace.local.engine;

import io.millrace.local.engine.row.WriteType;

/** Takes apart what {@link RecordWriter} wrote. */
final class RecordReader {

  private static final int LENGTH_DELIMITED = 2;

  private RecordReader() {}

  /** One record: what was done, and the changed row in the service's row format. */
  record Stored(WriteType type, byte[] row) {}

  /** Reads the next record. */
  static Stored read(ByteReader in) {
    expect(in, 1 << 3 | LENGTH_DELIMITED);
    int length = in.readInt();
    int end = in.position() + length;
    expect(in, 1 << 3);
    WriteType type =
        switch (in.readByte()) {
          case 1 -> WriteType.PUT;
          case 2 -> WriteType.UPDATE;
          case 3 -> WriteType.DELETE;
          default -> throw new IllegalStateException("a record has an unknown type");
        };
    expect(in, 2 << 3 | LENGTH_DELIMITED);
    byte[] row = in.readBlob();
    in.skip(end - in.position());
    return new Stored(type, row);
  }

  private static void expect(ByteReader in, int tag) {
    int found = in.readByte();
    if (found != tag) {
      throw new IllegalStateException("a record has the tag " + found + " instead of " + tag);
    }
  }
}
