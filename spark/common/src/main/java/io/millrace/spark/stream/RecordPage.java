package io.millrace.spark.stream;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.millrace.protocol.plainbuffer.PlainBufferReader;
import io.millrace.protocol.wire.ActionType;
import java.io.IOException;
import java.util.Arrays;

/**
 * One answer of ReadRecords, kept as the bytes that came with the places of its records in them.
 *
 * <p>Immutable once parsed; nothing of the records is copied or decoded.
 */
final class RecordPage {

  private static final int RECORDS = 1;
  private static final int NEXT_TOKEN = 2;
  private static final int MAY_MORE_RECORD = 3;
  private static final int ACTION_TYPE = 1;
  private static final int RECORD = 2;

  private final byte[] bytes;
  private ActionType[] actions = new ActionType[256];
  private int[] offsets = new int[256];
  private int[] lengths = new int[256];
  private int count;
  private String nextToken;
  private boolean mayMore;
  private boolean saysMore;

  private RecordPage(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Finds the records of an answer. */
  static RecordPage parse(byte[] answer) throws IOException {
    RecordPage page = new RecordPage(answer);
    CodedInputStream in = CodedInputStream.newInstance(answer);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case RECORDS -> page.addRecord(in);
        case NEXT_TOKEN -> page.nextToken = in.readString();
        case MAY_MORE_RECORD -> {
          page.mayMore = in.readBool();
          page.saysMore = true;
        }
        default -> in.skipField(tag);
      }
    }
    if (page.nextToken == null) {
      throw new IOException("the answer to ReadRecords has no next token");
    }
    return page;
  }

  private void addRecord(CodedInputStream in) throws IOException {
    int length = in.readRawVarint32();
    int end = in.getTotalBytesRead() + length;
    if (count == offsets.length) {
      actions = Arrays.copyOf(actions, count * 2);
      offsets = Arrays.copyOf(offsets, count * 2);
      lengths = Arrays.copyOf(lengths, count * 2);
    }
    while (in.getTotalBytesRead() < end) {
      int tag = in.readTag();
      switch (WireFormat.getTagFieldNumber(tag)) {
        case ACTION_TYPE -> actions[count] = ActionType.forNumber(in.readEnum());
        case RECORD -> {
          lengths[count] = in.readRawVarint32();
          offsets[count] = in.getTotalBytesRead();
          in.skipRawBytes(lengths[count]);
        }
        default -> in.skipField(tag);
      }
    }
    if (actions[count] == null || lengths[count] == 0) {
      throw new IOException("a record of the answer to ReadRecords lacks its type or its row");
    }
    count++;
  }

  /** How many records the page has. */
  int count() {
    return count;
  }

  /** The bytes of the answer, which hold its records. */
  byte[] bytes() {
    return bytes;
  }

  ActionType action(int record) {
    return actions[record];
  }

  /** Where the row of a record begins in {@link #bytes}. */
  int offset(int record) {
    return offsets[record];
  }

  int length(int record) {
    return lengths[record];
  }

  /** The token that reads what follows the page. */
  String nextToken() {
    return nextToken;
  }

  /** Whether the service expects more records after the page right now. */
  boolean mayMore() {
    return !nextToken.equals(ChannelPosition.FINISHED) && (saysMore ? mayMore : count > 0);
  }

  /** When a record was written, in microseconds; 0 when it does not say. */
  long time(int record) {
    PlainBufferReader reader = new PlainBufferReader();
    reader.reset(bytes, offsets[record], lengths[record]);
    reader.nextRow();
    reader.endRow();
    return reader.hasSequenceInfo() ? reader.sequenceTimestamp() : 0;
  }
}
