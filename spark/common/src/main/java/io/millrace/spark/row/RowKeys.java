package io.millrace.spark.row;

import io.millrace.protocol.model.BinaryValue;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.StringValue;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.PlainBufferReader;
import java.util.HexFormat;
import java.util.StringJoiner;

/** Shows the key of a row in an error. */
final class RowKeys {

  private RowKeys() {}

  /**
   * The key of one row of a PlainBuffer document.
   *
   * @param number which row, from 1
   */
  static String ofRow(byte[] document, int offset, int length, long number) {
    PlainBufferReader reader = new PlainBufferReader().reset(document, offset, length);
    for (long row = 0; row < number; row++) {
      reader.nextRow();
    }
    StringJoiner key = new StringJoiner(", ", "(", ")");
    while (reader.nextKeyCell()) {
      key.add(reader.name() + "=" + show(reader.value()));
    }
    return key.toString();
  }

  private static String show(Value value) {
    if (value instanceof StringValue text) {
      return "'" + text.text() + "'";
    }
    if (value instanceof IntegerValue number) {
      return Long.toString(number.value());
    }
    if (value instanceof BinaryValue binary) {
      return "X'" + HexFormat.of().withUpperCase().formatHex(binary.bytes()) + "'";
    }
    return String.valueOf(value);
  }
}
