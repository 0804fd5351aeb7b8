package io.millrace.protocol.plainbuffer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import java.util.Arrays;

/** An array to append to. Each method makes room first. */
final class GrowingBuffer {
  private byte[] bytes;
  private int size;

  GrowingBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  void putByte(byte value) {
    reserve(1);
    bytes[size++] = value;
  }

  void putShort(short value) {
    reserve(Short.BYTES);
    LittleEndian.putShort(bytes, size, value);
    size += Short.BYTES;
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    LittleEndian.putInt(bytes, size, value);
    size += Integer.BYTES;
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    LittleEndian.putLong(bytes, size, value);
    size += Long.BYTES;
  }

  void putBytes(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** Overwrites a short that was put before. */
  void setShort(int position, short value) {
    LittleEndian.putShort(bytes, position, value);
  }

  /** Overwrites an int that was put before. */
  void setInt(int position, int value) {
    LittleEndian.putInt(bytes, position, value);
  }

  /** Appends the text's UTF-8 form; no array in between unless it goes beyond ASCII. */
  void putUtf8(String text) {
    int length = text.length();
    reserve(length);
    int start = size;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        size = start;
        byte[] utf8 = text.getBytes(UTF_8);
        putBytes(utf8, 0, utf8.length);
        return;
      }
      bytes[size++] = (byte) c;
    }
  }

  /** The CRC-8, begun with {@code crc}, of what was put from a position on. */
  int crc(int crc, int from) {
    return Crc8.update(crc, bytes, from, size - from);
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  ByteString toByteString() {
    return ByteString.copyFrom(bytes, 0, size);
  }

  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, bytes.length * 2L)));
    }
  }
}
