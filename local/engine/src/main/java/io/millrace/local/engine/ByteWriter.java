package io.millrace.local.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes that grow at their end: how the engine writes keys, rows and definitions. */
final class ByteWriter {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] array;
  private int length;

  ByteWriter(int capacity) {
    array = new byte[capacity];
  }

  int length() {
    return length;
  }

  /** Returns what was written; the writer must not be used any more. */
  byte[] toByteArray() {
    return length == array.length ? array : Arrays.copyOf(array, length);
  }

  /** Returns a copy of what was written; the writer can be used on. */
  byte[] copy() {
    return Arrays.copyOf(array, length);
  }

  /** Forgets everything from the place on. */
  void truncate(int newLength) {
    length = newLength;
  }

  void writeByte(int value) {
    reserve(1);
    array[length++] = (byte) value;
  }

  /** Appends what another writer holds. */
  void append(ByteWriter other) {
    writeBytes(other.array, 0, other.length);
  }

  /** Eight bytes, the highest first. */
  void writeLong(long value) {
    reserve(Long.BYTES);
    LONG.set(array, length, value);
    length += Long.BYTES;
  }

  void writeBytes(byte[] bytes) {
    writeBytes(bytes, 0, bytes.length);
  }

  void writeBytes(byte[] bytes, int from, int to) {
    reserve(to - from);
    System.arraycopy(bytes, from, array, length, to - from);
    length += to - from;
  }

  /** One to ten bytes; small numbers that are not negative take the fewest. */
  void writeVarint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      array[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[length++] = (byte) rest;
  }

  /** As {@link #writeVarint}, where numbers near zero take the fewest bytes. */
  void writeSigned(long value) {
    writeVarint((value << 1) ^ (value >> 63));
  }

  void writeBlob(byte[] bytes) {
    writeVarint(bytes.length);
    writeBytes(bytes);
  }

  void writeText(String text) {
    writeBlob(text.getBytes(UTF_8));
  }

  void writeBoolean(boolean value) {
    writeByte(value ? 1 : 0);
  }

  private void reserve(int more) {
    if (length + more > array.length) {
      array = Arrays.copyOf(array, Math.max(length + more, 2 * array.length));
    }
  }
}
