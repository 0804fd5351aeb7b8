package io.millrace.spark.pushdown;

import io.millrace.protocol.error.Limits;
import io.millrace.protocol.model.BinaryValue;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.StringValue;
import io.millrace.protocol.model.Value;
import java.util.Arrays;
import java.util.Optional;

/** The next values in the service's order. */
final class Successors {

  private static final int BEFORE_SURROGATES = 0xD7FF;
  private static final int AFTER_SURROGATES = 0xE000;

  private Successors() {}

  /** The least key value above one, which may be the bound above all. */
  static Value of(Value value) {
    if (value instanceof IntegerValue number) {
      return number.value() == Long.MAX_VALUE ? Value.INF_MAX : Value.of(number.value() + 1);
    }
    if (value instanceof StringValue text) {
      return Value.ofUtf8(Arrays.copyOf(text.utf8(), text.utf8().length + 1));
    }
    byte[] bytes = ((BinaryValue) value).bytes();
    return Value.ofBinary(Arrays.copyOf(bytes, bytes.length + 1));
  }

  /** Whether a value is short enough for its successor to be a key. */
  static boolean isKey(Value value) {
    return value.size() < Limits.PRIMARY_KEY_VALUE_SIZE;
  }

  /** The least text above all that begin with a prefix, or empty when there is none. */
  static Optional<Value> afterPrefix(Value prefix) {
    if (!(prefix instanceof StringValue string)) {
      return Optional.empty();
    }
    int[] points = string.text().codePoints().toArray();
    for (int end = points.length; end > 0; end--) {
      int last = points[end - 1];
      if (last < Character.MAX_CODE_POINT) {
        int[] next = Arrays.copyOf(points, end);
        next[end - 1] = last == BEFORE_SURROGATES ? AFTER_SURROGATES : last + 1;
        return Optional.of(Value.of(new String(next, 0, end)));
      }
    }
    return Optional.empty();
  }
}
