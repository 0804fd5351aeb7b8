package io.millrace.local.engine;

import io.millrace.protocol.model.BinaryValue;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.StringValue;
import io.millrace.protocol.model.Value;
import java.util.HexFormat;
import java.util.StringJoiner;

/** Keys for people to read. */
final class KeyText {

  private KeyText() {}

  /** Returns the key of a row, such as {@code (user='u1', order=5)}. */
  static String of(KeyCodec keys, byte[] storeKey) {
    PrimaryKey key = keys.decode(storeKey);
    StringJoiner text = new StringJoiner(", ", "(", ")");
    for (int i = 0; i < key.size(); i++) {
      text.add(key.name(i) + "=" + text(key.value(i)));
    }
    return text.toString();
  }

  private static String text(Value value) {
    if (value instanceof IntegerValue integer) {
      return Long.toString(integer.value());
    }
    return value instanceof StringValue string
        ? "'" + string.text() + "'"
        : "0x" + HexFormat.of().formatHex(((BinaryValue) value).bytes());
  }
}
