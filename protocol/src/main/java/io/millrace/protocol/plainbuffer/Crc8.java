package io.millrace.protocol.plainbuffer;

/**
 * The CRC-8 of PlainBuffer: polynomial 0x07, start 0, not reflected. Eight bytes are done at a
 * time: the checksum is linear, so it is the sum of what each byte contributes from its distance.
 */
final class Crc8 {
  /** At {@code distance * 256 + b}: the checksum of b followed by that many zero bytes. */
  private static final byte[] TABLE = table();

  private Crc8() {}

  static int update(int crc, byte value) {
    return at(0, crc ^ value);
  }

  static int update(int crc, int value) {
    int v = value ^ crc;
    return at(3, v) ^ at(2, v >>> 8) ^ at(1, v >>> 16) ^ at(0, v >>> 24);
  }

  static int update(int crc, long value) {
    int low = (int) value ^ crc;
    int high = (int) (value >>> 32);
    return at(7, low)
        ^ at(6, low >>> 8)
        ^ at(5, low >>> 16)
        ^ at(4, low >>> 24)
        ^ at(3, high)
        ^ at(2, high >>> 8)
        ^ at(1, high >>> 16)
        ^ at(0, high >>> 24);
  }

  static int update(int crc, byte[] bytes, int offset, int length) {
    int position = offset;
    int end = offset + length;
    int result = crc;
    for (; end - position >= Long.BYTES; position += Long.BYTES) {
      result = update(result, LittleEndian.getLong(bytes, position));
    }
    for (; position < end; position++) {
      result = update(result, bytes[position]);
    }
    return result;
  }

  private static int at(int distance, int value) {
    return TABLE[(distance << 8) | (value & 0xFF)] & 0xFF;
  }

  private static byte[] table() {
    byte[] table = new byte[Long.BYTES << 8];
    for (int value = 0; value < 256; value++) {
      int crc = value;
      for (int distance = 0; distance < Long.BYTES; distance++) {
        for (int bit = 0; bit < 8; bit++) {
          crc = (crc & 0x80) == 0 ? crc << 1 : (crc << 1) ^ 0x07;
        }
        crc &= 0xFF;
        table[(distance << 8) | value] = (byte) crc;
      }
    }
    return table;
  }
}
