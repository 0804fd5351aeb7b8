package io.millrace.protocol.plainbuffer;

/** The fixed bytes of a simple row matrix. */
final class MatrixTags {
  /** "SRM0" in the order of the bytes. */
  static final int MAGIC = 0x304D5253;

  static final byte CHECKSUM = 0x01;
  static final byte ROW = 0x02;
  static final byte ROW_COUNT = 0x03;
  static final byte ENTIRE_PRIMARY_KEY = 0x0A;

  private MatrixTags() {}
}
