package io.millrace.local.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/** Reads what {@link ByteWriter} wrote. */
final class ByteReader {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] array;
  private int position;

  ByteReader(byte[] array, int position) {
    this.array = array;
    this.position = position;
  }

  int position() {
    return position;
  }

  boolean hasMore() {
    return position < array.length;
  }

  int readByte() {
    return array[position++];
  }

  long readLong() {
    long value = (long) LONG.get(array, position);
    position += Long.BYTES;
    return value;
  }

  long readVarint() {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = array[position++];
      value |= (long) (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  int readInt() {
    return (int) readVarint();
  }

  long readSigned() {
    long value = readVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  byte[] readBytes(int count) {
    Objects.checkFromIndexSize(position, count, array.length);
    byte[] bytes = Arrays.copyOfRange(array, position, position + count);
    position += count;
    return bytes;
  }

  byte[] readBlob() {
    return readBytes(readInt());
  }

  String readText() {
    int length = readInt();
    String text = new String(array, position, length, UTF_8);
    position += length;
    return text;
  }

  boolean readBoolean() {
    return readByte() != 0;
  }

  void skip(int count) {
    position += count;
  }
}
