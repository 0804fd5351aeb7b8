package io.millrace.spark.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.millrace.protocol.wire.DataBlockType;
import java.io.IOException;

/** One answer of GetRange or BulkExport, with the place of its rows in the bytes that came. */
final class RangePage {

  private static final int ROWS = 2;
  private static final int NEXT_START_PRIMARY_KEY = 3;
  private static final int BULK_BLOCK_TYPE = 4;
  private static final int RANGE_TOKEN = 4;

  private final byte[] bytes;
  private int offset;
  private int length;
  private byte[] next;

  private RangePage(byte[] bytes) {
    this.bytes = bytes;
  }

  /** An answer of GetRange. */
  static RangePage ofRange(byte[] answer) throws IOException {
    RangePage page = new RangePage(answer);
    CodedInputStream in = CodedInputStream.newInstance(answer);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == RANGE_TOKEN) {
        throw new IllegalStateException(
            "the service cut a row in two, which this reader does not put together");
      }
      page.take(tag, in);
    }
    return page;
  }

  /** An answer of BulkExport. */
  static RangePage ofExport(byte[] answer) throws IOException {
    RangePage page = new RangePage(answer);
    CodedInputStream in = CodedInputStream.newInstance(answer);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) != BULK_BLOCK_TYPE) {
        page.take(tag, in);
      } else if (in.readEnum() != DataBlockType.DBT_PLAIN_BUFFER.getNumber()) {
        throw new IllegalStateException("the service exported rows in a form not asked for");
      }
    }
    return page;
  }

  private void take(int tag, CodedInputStream in) throws IOException {
    switch (WireFormat.getTagFieldNumber(tag)) {
      case ROWS -> {
        length = in.readRawVarint32();
        offset = in.getTotalBytesRead();
        in.skipRawBytes(length);
      }
      case NEXT_START_PRIMARY_KEY -> {
        byte[] key = in.readByteArray();
        next = key.length == 0 ? null : key;
      }
      default -> in.skipField(tag);
    }
  }

  /** The bytes that hold the rows, a PlainBuffer document at {@link #offset}. */
  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  /** Where the next page begins, as a PlainBuffer document; null on the last page. */
  byte[] next() {
    return next;
  }
}
