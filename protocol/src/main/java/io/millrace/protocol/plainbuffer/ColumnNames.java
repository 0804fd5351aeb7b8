package io.millrace.protocol.plainbuffer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;

/**
 * The names a reader has met, so that a name that comes again costs one comparison of bytes and
 * neither a decoding nor a checksum. Names mostly come in the same order row after row: each
 * remembers which one followed it.
 *
 * <p>What is kept is bounded, whatever the input: few names, short ones, few of one hash.
 */
final class ColumnNames {
  private static final int MAX_NAMES = 4096;
  private static final int MAX_LENGTH = 255;
  private static final int MAX_CHAIN = 8;
  private static final int SLOTS = 256;

  /** A name in all the forms a reader needs. */
  static final class Name {
    final byte[] utf8;
    final String text;
    final int crc;
    final int index;
    private final Name chained;
    private Name successor;

    private Name(byte[] utf8, String text, int index, Name chained) {
      this.utf8 = utf8;
      this.text = text;
      this.crc = Crc8.update(0, utf8, 0, utf8.length);
      this.index = index;
      this.chained = chained;
    }

    boolean isAt(byte[] bytes, int offset, int length) {
      return length == utf8.length
          && Arrays.equals(utf8, 0, length, bytes, offset, offset + length);
    }
  }

  private final Name[] slots = new Name[SLOTS];
  private int size;

  /** Begins every row: its successor is the first name of the row before. */
  final Name start = new Name(new byte[0], "", -1, null);

  /** The names get their place in the list as index; every other name has index -1. */
  ColumnNames(List<String> known) {
    for (int i = 0; i < known.size(); i++) {
      byte[] utf8 = known.get(i).getBytes(UTF_8);
      int slot = slot(utf8, 0, utf8.length);
      slots[slot] = new Name(utf8, known.get(i), i, slots[slot]);
    }
  }

  /** The name in a range of bytes, expected to follow {@code previous}. */
  Name find(Name previous, byte[] bytes, int offset, int length) {
    Name expected = previous.successor;
    if (expected != null && expected.isAt(bytes, offset, length)) {
      return expected;
    }
    int slot = slot(bytes, offset, length);
    int chain = 0;
    for (Name name = slots[slot]; name != null; name = name.chained) {
      if (name.isAt(bytes, offset, length)) {
        previous.successor = name;
        return name;
      }
      chain++;
    }
    return add(previous, slot, chain, Arrays.copyOfRange(bytes, offset, offset + length));
  }

  private Name add(Name previous, int slot, int chain, byte[] utf8) {
    Name name = new Name(utf8, decode(utf8), -1, slots[slot]);
    if (size < MAX_NAMES && utf8.length <= MAX_LENGTH && chain < MAX_CHAIN) {
      size++;
      slots[slot] = name;
      previous.successor = name;
    }
    return name;
  }

  private static String decode(byte[] utf8) {
    String text = new String(utf8, UTF_8);
    if (text.indexOf('\uFFFD') >= 0 && !Arrays.equals(text.getBytes(UTF_8), utf8)) {
      throw new PlainBufferException("column name is not UTF-8: '" + text + "'");
    }
    return text;
  }

  private static int slot(byte[] bytes, int offset, int length) {
    int hash = length;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ (hash >>> 8) ^ (hash >>> 16)) & (SLOTS - 1);
  }
}
