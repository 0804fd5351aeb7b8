package io.millrace.spark.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** One answer of GetRange, with the place of its rows in the bytes that came. */
final class RangePage {

  private static final int ROWS = 2;
  private static final int NEXT_START_PRIMARY_KEY = 3;
  private static final int NEXT_TOKEN = 4;

  private final byte[] bytes;
  private final int offset;
  private final int length;
  private final byte[] next;

  private RangePage(byte[] bytes, int offset, int length, byte[] next) {
    this.bytes = bytes;
    this.offset = offset;
    this.length = length;
    this.next = next;
  }

  static RangePage parse(byte[] answer) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(answer);
    int offset = 0;
    int length = 0;
    byte[] next = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case ROWS -> {
          length = in.readRawVarint32();
          offset = in.getTotalBytesRead();
          in.skipRawBytes(length);
        }
        case NEXT_START_PRIMARY_KEY -> next = in.readByteArray();
        case NEXT_TOKEN ->
            throw new IllegalStateException(
                "the service cut a row in two, which this reader does not put together");
        default -> in.skipField(tag);
      }
    }
    return new RangePage(answer, offset, length, next == null || next.length == 0 ? null : next);
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
