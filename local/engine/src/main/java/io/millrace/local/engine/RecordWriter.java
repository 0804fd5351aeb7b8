package io.millrace.local.engine;

import io.millrace.local.engine.log.Chunk;
import io.millrace.local.engine.row.WriteType;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.SequenceInfo;
import io.millrace.protocol.plainbuffer.PlainBufferWriter;

/** Writes records as they travel; see {@link Chunk}. Not safe for several threads. */
final class RecordWriter {

  private static final int RECORDS_TAG = 1 << 3 | 2;
  private static final int ACTION_TYPE_TAG = 1 << 3;
  private static final int RECORD_TAG = 2 << 3 | 2;
  private static final int ORIGIN_RECORD_TAG = 3 << 3 | 2;

  private final PlainBufferWriter record = new PlainBufferWriter();
  private final PlainBufferWriter origin = new PlainBufferWriter();

  /**
   * Appends one change to a segment.
   *
   * @param cells what changed, each put with its timestamp
   * @param originCells what named columns held before, or null if that is not kept
   */
  void append(Segment segment, WriteType type, PrimaryKey key, Cell[] cells, Cell[] originCells) {
    write(record, key, cells, new SequenceInfo(0, segment.nextStamp(), 0));
    if (originCells != null) {
      write(origin, key, originCells, null);
    }
    frame(segment.body(), type, originCells != null);
    segment.added();
  }

  /** Appends a row as it is, as a put without a place in the log. */
  void appendBase(ByteWriter out, PrimaryKey key, Cell[] cells) {
    write(record, key, cells, null);
    frame(out, WriteType.PUT, false);
  }

  private static void write(
      PlainBufferWriter out, PrimaryKey key, Cell[] cells, SequenceInfo sequenceInfo) {
    out.clear();
    out.header();
    out.beginRow();
    for (int i = 0; i < key.size(); i++) {
      out.keyCell(key.name(i), key.value(i));
    }
    for (Cell cell : cells) {
      out.cell(cell);
    }
    out.endRow(false, sequenceInfo);
  }

  private void frame(ByteWriter out, WriteType type, boolean withOrigin) {
    int length = 2 + 1 + sizeOfVarint(record.size()) + record.size();
    if (withOrigin) {
      length += 1 + sizeOfVarint(origin.size()) + origin.size();
    }
    out.writeByte(RECORDS_TAG);
    out.writeVarint(length);
    out.writeByte(ACTION_TYPE_TAG);
    out.writeByte(actionType(type));
    out.writeByte(RECORD_TAG);
    out.writeBlob(record.toByteArray());
    if (withOrigin) {
      out.writeByte(ORIGIN_RECORD_TAG);
      out.writeBlob(origin.toByteArray());
    }
  }

  private static int actionType(WriteType type) {
    return switch (type) {
      case PUT -> 1;
      case UPDATE -> 2;
      case DELETE -> 3;
    };
  }

  private static int sizeOfVarint(int value) {
    return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : value < 1 << 28 ? 4 : 5;
  }
}
