package io.millrace.local.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Where things are in the store. The first byte of a key says what it is; {@code 0x70} is left to
 * the tunnel service.
 *
 * <pre>
 * 01                                   the next id of a table or log
 * 10 instance                          an instance
 * 20 instance 00 table                 a table's definition
 * 28 table id (8)                      when it last changed which versions a table keeps
 * 30 table id (8)  key                 a row
 * 38 table id (8)                      the last auto-increment value
 * 40 shard number (8) last stamp (8)   a segment of the change log
 * 48 shard number (8)                  how far the shard was trimmed
 * 60 instance 00 copy 00 key           an entry of a copy of an instance
 * 61 instance 00 snapshot              a snapshot, and which copy it is
 * 62 instance                          a restore that has not ended
 * 63                                   tables that are being made with their rows
 * </pre>
 */
final class KeySpace {

  static final byte[] NEXT_ID = {0x01};
  static final byte[] UNFINISHED = {0x63};

  private static final byte INSTANCE = 0x10;
  private static final byte TABLE = 0x20;
  private static final byte VERSIONS_CHANGED = 0x28;
  private static final byte ROW = 0x30;
  private static final byte AUTO_INCREMENT = 0x38;
  private static final byte SEGMENT = 0x40;
  private static final byte TRIMMED = 0x48;
  private static final byte SNAPSHOT_ENTRY = 0x60;
  private static final byte SNAPSHOT = 0x61;
  private static final byte RESTORE = 0x62;

  private static final byte SERVICES = 0x70;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The length of what stands before the key of a row. */
  static final int ROW_PREFIX_LENGTH = 1 + Long.BYTES;

  private KeySpace() {}

  static byte[] instances() {
    return new byte[] {INSTANCE};
  }

  static byte[] instance(String name) {
    return concat(INSTANCE, name.getBytes(UTF_8));
  }

  /** The instance that a key names which holds nothing else. */
  static String instanceName(byte[] key) {
    return new String(key, 1, key.length - 1, UTF_8);
  }

  static byte[] allTables() {
    return new byte[] {TABLE};
  }

  static byte[] allRows() {
    return new byte[] {ROW};
  }

  static byte[] allSegments() {
    return new byte[] {SEGMENT};
  }

  static String instanceOfTable(byte[] key) {
    return new String(key, 1, endOfInstance(key) - 1, UTF_8);
  }

  static String nameOfTable(byte[] key) {
    int end = Math.min(endOfInstance(key) + 1, key.length);
    return new String(key, end, key.length - end, UTF_8);
  }

  private static int endOfInstance(byte[] key) {
    int at = 1;
    while (at < key.length && key[at] != 0) {
      at++;
    }
    return at;
  }

  static byte[] versionsChanged(long tableId) {
    return numbered(VERSIONS_CHANGED, tableId);
  }

  /** Returns the number that follows the first byte of a key. */
  static long number(byte[] key) {
    return (long) LONG.get(key, 1);
  }

  static byte[] tables(String instance) {
    byte[] name = instance.getBytes(UTF_8);
    byte[] key = Arrays.copyOf(concat(TABLE, name), name.length + 2);
    return key;
  }

  static byte[] table(String instance, String table) {
    byte[] prefix = tables(instance);
    byte[] name = table.getBytes(UTF_8);
    byte[] key = Arrays.copyOf(prefix, prefix.length + name.length);
    System.arraycopy(name, 0, key, prefix.length, name.length);
    return key;
  }

  static byte[] rows(long tableId) {
    return numbered(ROW, tableId);
  }

  static byte[] autoIncrement(long tableId) {
    return numbered(AUTO_INCREMENT, tableId);
  }

  static byte[] segments(long shardNumber) {
    return numbered(SEGMENT, shardNumber);
  }

  static byte[] segment(long shardNumber, long lastStamp) {
    byte[] key = new byte[1 + 2 * Long.BYTES];
    key[0] = SEGMENT;
    LONG.set(key, 1, shardNumber);
    LONG.set(key, 1 + Long.BYTES, lastStamp);
    return key;
  }

  static long lastStamp(byte[] segmentKey) {
    return (long) LONG.get(segmentKey, 1 + Long.BYTES);
  }

  static byte[] trimmed(long shardNumber) {
    return numbered(TRIMMED, shardNumber);
  }

  static byte[] allCopies() {
    return new byte[] {SNAPSHOT_ENTRY};
  }

  /** What the entries of a copy begin with, before their own keys. */
  static byte[] copy(String instance, String copy) {
    return join(join(concat(SNAPSHOT_ENTRY, instance.getBytes(UTF_8)), copy), "");
  }

  /** The prefix of the copy that an entry belongs to. */
  static byte[] copyOf(byte[] entry) {
    int end = entry.length;
    for (int at = 1, zeros = 0; at < entry.length && zeros < 2; at++) {
      if (entry[at] == 0) {
        zeros++;
        end = at + 1;
      }
    }
    return Arrays.copyOf(entry, end);
  }

  static byte[] allSnapshots() {
    return new byte[] {SNAPSHOT};
  }

  /** What is left to the tunnel service. */
  static byte[] services() {
    return new byte[] {SERVICES};
  }

  static byte[] restores() {
    return new byte[] {RESTORE};
  }

  static byte[] restore(String instance) {
    return concat(RESTORE, instance.getBytes(UTF_8));
  }

  static byte[] snapshots(String instance) {
    return join(concat(SNAPSHOT, instance.getBytes(UTF_8)), "");
  }

  static byte[] snapshot(String instance, String snapshot) {
    return join(concat(SNAPSHOT, instance.getBytes(UTF_8)), snapshot);
  }

  /** The first part, a zero byte, and the second. */
  private static byte[] join(byte[] first, String second) {
    byte[] rest = second.getBytes(UTF_8);
    byte[] key = Arrays.copyOf(first, first.length + 1 + rest.length);
    System.arraycopy(rest, 0, key, first.length + 1, rest.length);
    return key;
  }

  static byte[] ofLong(long value) {
    byte[] bytes = new byte[Long.BYTES];
    LONG.set(bytes, 0, value);
    return bytes;
  }

  static long toLong(byte[] bytes) {
    return (long) LONG.get(bytes, 0);
  }

  /** Returns the first key after all keys that begin with the prefix. */
  static byte[] after(byte[] prefix) {
    for (int i = prefix.length - 1; i >= 0; i--) {
      if (prefix[i] != (byte) 0xff) {
        byte[] next = Arrays.copyOf(prefix, i + 1);
        next[i]++;
        return next;
      }
    }
    throw new IllegalArgumentException("there is no key after " + Arrays.toString(prefix));
  }

  /** Returns the first key after this one. */
  static byte[] successor(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }

  private static byte[] numbered(byte kind, long number) {
    byte[] key = new byte[1 + Long.BYTES];
    key[0] = kind;
    LONG.set(key, 1, number);
    return key;
  }

  private static byte[] concat(byte kind, byte[] rest) {
    byte[] key = new byte[1 + rest.length];
    key[0] = kind;
    System.arraycopy(rest, 0, key, 1, rest.length);
    return key;
  }
}
