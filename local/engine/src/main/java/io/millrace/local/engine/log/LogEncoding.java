package io.millrace.local.engine.log;

/** The framing of records: what protobuf makes of a repeated message with the number 1. */
final class LogEncoding {

  private LogEncoding() {}

  /** Returns where the record field that starts at {@code at} ends. */
  static int endOfRecord(byte[] array, int at) {
    int i = at + 1;
    int length = 0;
    int shift = 0;
    byte next;
    do {
      next = array[i++];
      length |= (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return i + length;
  }
}
