package io.millrace.protocol.plainbuffer;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The array under a ByteString, without a copy if it is a single one. */
final class ByteStringArray extends ByteOutput {
  private byte[] array;
  private int offset;
  private int parts;

  void set(ByteString bytes) {
    parts = 0;
    array = null;
    try {
      UnsafeByteOperations.unsafeWriteTo(bytes, this);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory cannot fail", e);
    }
    if (parts != 1 || array == null) {
      array = bytes.toByteArray();
      offset = 0;
    }
  }

  byte[] array() {
    return array;
  }

  int offset() {
    return offset;
  }

  @Override
  public void writeLazy(byte[] value, int valueOffset, int length) {
    parts++;
    array = value;
    offset = valueOffset;
  }

  @Override
  public void write(byte[] value, int valueOffset, int length) {
    writeLazy(value, valueOffset, length);
  }

  @Override
  public void write(byte value) {
    parts += 2;
  }

  @Override
  public void write(ByteBuffer value) {
    parts += 2;
  }

  @Override
  public void writeLazy(ByteBuffer value) {
    parts += 2;
  }
}
