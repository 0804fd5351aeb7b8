package io.millrace.protocol.plainbuffer;

/** The bytes that announce what follows. */
final class Tags {
  static final int HEADER = 0x75;

  static final byte ROW_PK = 0x01;
  static final byte ROW_DATA = 0x02;
  static final byte CELL = 0x03;
  static final byte CELL_NAME = 0x04;
  static final byte CELL_VALUE = 0x05;
  static final byte CELL_TYPE = 0x06;
  static final byte CELL_TIMESTAMP = 0x07;
  static final byte DELETE_MARKER = 0x08;
  static final byte ROW_CHECKSUM = 0x09;
  static final byte CELL_CHECKSUM = 0x0A;
  static final byte EXTENSION = 0x0B;
  static final byte SEQUENCE_INFO = 0x0C;
  static final byte SEQUENCE_EPOCH = 0x0D;
  static final byte SEQUENCE_TIMESTAMP = 0x0E;
  static final byte SEQUENCE_ROW_INDEX = 0x0F;

  static final byte TYPE_INTEGER = 0x00;
  static final byte TYPE_DOUBLE = 0x01;
  static final byte TYPE_BOOLEAN = 0x02;
  static final byte TYPE_STRING = 0x03;
  static final byte TYPE_NULL = 0x06;
  static final byte TYPE_BLOB = 0x07;
  static final byte TYPE_INF_MIN = 0x09;
  static final byte TYPE_INF_MAX = 0x0A;
  static final byte TYPE_AUTO_INCREMENT = 0x0B;

  static final byte DELETE_ALL_VERSION = 0x01;
  static final byte DELETE_ONE_VERSION = 0x03;
  static final byte INCREMENT = 0x04;

  /** Size of a sequence info without its tag and length: three tags, two ints and a long. */
  static final int SEQUENCE_INFO_SIZE = 3 + 2 * Integer.BYTES + Long.BYTES;

  /** Size of an extension that holds a sequence info, without its own tag and length. */
  static final int EXTENSION_SIZE = 1 + Integer.BYTES + SEQUENCE_INFO_SIZE;

  private Tags() {}
}
