package io.millrace.protocol.plainbuffer;

import com.google.protobuf.ByteString;

/** A place in a range of bytes that no step leaves. */
abstract class ByteCursor {
  private final ByteStringArray source = new ByteStringArray();

  byte[] data = {};
  int position;
  int limit;
  private int start;

  final void set(byte[] bytes, int offset, int length) {
    data = bytes;
    start = offset;
    position = offset;
    limit = offset + length;
  }

  /** Without a copy wherever the string's kind allows it. */
  final void set(ByteString bytes) {
    source.set(bytes);
    set(source.array(), source.offset(), bytes.size());
  }

  /** The next byte, or -1 at the end. No tag is negative. */
  final int peek() {
    return position < limit ? data[position] : -1;
  }

  final void take(byte tag) {
    if (peek() != tag) {
      String found = position < limit ? "tag " + data[position] : "the end";
      throw failure("expected tag " + tag + " but found " + found);
    }
    position++;
  }

  final byte takeByte() {
    need(1);
    return data[position++];
  }

  final short takeShort() {
    need(Short.BYTES);
    short value = LittleEndian.getShort(data, position);
    position += Short.BYTES;
    return value;
  }

  final int takeInt() {
    need(Integer.BYTES);
    int value = LittleEndian.getInt(data, position);
    position += Integer.BYTES;
    return value;
  }

  final long takeLong() {
    need(Long.BYTES);
    long value = LittleEndian.getLong(data, position);
    position += Long.BYTES;
    return value;
  }

  /** A length whose bytes are all there. */
  final int takeLength() {
    int length = takeInt();
    need(length);
    return length;
  }

  /** Checks that so many more bytes are there. */
  final void need(int bytes) {
    verify(bytes >= 0 && bytes <= limit - position, "data ends too early");
  }

  /** Goes to an offset from the start. */
  final void seek(int offset) {
    verify(offset >= 0 && offset <= limit - start, "offset goes beyond the data");
    position = start + offset;
  }

  final void verify(boolean holds, String failure) {
    if (!holds) {
      throw failure(failure);
    }
  }

  final PlainBufferException failure(String message) {
    return new PlainBufferException(message + " at byte " + (position - start));
  }
}
