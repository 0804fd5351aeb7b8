package io.millrace.local.engine;

import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.protocol.model.BinaryValue;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.StringValue;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.Arrays;
import java.util.List;

/**
 * Primary keys as bytes whose unsigned order is the order of the keys. An integer is eight bytes
 * with its sign flipped. A string or blob has each zero byte followed by {@code ff} and ends with
 * two zero bytes, so that it sorts before all its extensions; in the last column it stands as it
 * is.
 */
final class KeyCodec {

  private final byte[] prefix;
  private final KeyColumn[] columns;

  KeyCodec(long tableId, List<KeyColumn> columns) {
    this.prefix = KeySpace.rows(tableId);
    this.columns = columns.toArray(KeyColumn[]::new);
  }

  /** Returns the store's key of a row, whose columns fit the table. */
  byte[] encode(PrimaryKey key) {
    ByteWriter out = new ByteWriter(encodedSize(key));
    out.writeBytes(prefix);
    for (int i = 0; i < columns.length; i++) {
      write(out, key.value(i), i);
    }
    return out.toByteArray();
  }

  /** Returns the first store key that is not before the key, which may be short or infinite. */
  byte[] lowerBound(PrimaryKey key) {
    return bound(key, false);
  }

  /** Returns the first store key that is after the key, which may be short or infinite. */
  byte[] upperBound(PrimaryKey key) {
    return bound(key, true);
  }

  private byte[] bound(PrimaryKey key, boolean after) {
    ByteWriter out = new ByteWriter(64);
    out.writeBytes(prefix);
    for (int i = 0; i < key.size(); i++) {
      Value value = key.value(i);
      if (value.type() == ValueType.INF_MIN) {
        return out.toByteArray();
      }
      if (value.type() == ValueType.INF_MAX) {
        return KeySpace.after(out.toByteArray());
      }
      write(out, value, i);
    }
    byte[] bytes = out.toByteArray();
    if (!after) {
      return bytes;
    }
    return key.size() == columns.length ? KeySpace.successor(bytes) : KeySpace.after(bytes);
  }

  PrimaryKey decode(byte[] storeKey) {
    PrimaryKeyColumn[] values = new PrimaryKeyColumn[columns.length];
    int at = KeySpace.ROW_PREFIX_LENGTH;
    for (int i = 0; i < columns.length; i++) {
      if (columns[i].type() == ValueType.INTEGER) {
        long value = new ByteReader(storeKey, at).readLong() ^ Long.MIN_VALUE;
        values[i] = new PrimaryKeyColumn(columns[i].name(), Value.of(value));
        at += Long.BYTES;
      } else {
        int end = i == columns.length - 1 ? storeKey.length : endOfEscaped(storeKey, at);
        byte[] bytes =
            i == columns.length - 1
                ? Arrays.copyOfRange(storeKey, at, end)
                : unescape(storeKey, at, end - 2);
        values[i] =
            new PrimaryKeyColumn(
                columns[i].name(),
                columns[i].type() == ValueType.STRING
                    ? Value.ofUtf8(bytes)
                    : Value.ofBinary(bytes));
        at = end;
      }
    }
    return PrimaryKey.of(values);
  }

  private int encodedSize(PrimaryKey key) {
    int size = prefix.length;
    for (int i = 0; i < columns.length; i++) {
      size += key.value(i).size() + (i == columns.length - 1 ? 0 : 2);
    }
    return size;
  }

  private void write(ByteWriter out, Value value, int column) {
    if (value instanceof IntegerValue integer) {
      out.writeLong(integer.value() ^ Long.MIN_VALUE);
      return;
    }
    byte[] bytes = content(value);
    if (column == columns.length - 1) {
      out.writeBytes(bytes);
    } else {
      writeEscaped(out, bytes);
    }
  }

  static byte[] content(Value value) {
    if (value instanceof StringValue string) {
      return string.utf8();
    }
    return ((BinaryValue) value).bytes();
  }

  private static void writeEscaped(ByteWriter out, byte[] bytes) {
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        out.writeBytes(bytes, start, i + 1);
        out.writeByte(0xff);
        start = i + 1;
      }
    }
    out.writeBytes(bytes, start, bytes.length);
    out.writeByte(0);
    out.writeByte(0);
  }

  private static int endOfEscaped(byte[] array, int from) {
    int at = from;
    while (array[at] != 0 || array[at + 1] != 0) {
      at += array[at] == 0 ? 2 : 1;
    }
    return at + 2;
  }

  private static byte[] unescape(byte[] array, int from, int to) {
    byte[] bytes = new byte[to - from];
    int length = 0;
    for (int at = from; at < to; at++) {
      bytes[length++] = array[at];
      if (array[at] == 0) {
        at++;
      }
    }
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
