package io.millrace.protocol.model;

/**
 * One immutable value of a key column or a cell.
 *
 * <p>The order is total. {@link #INF_MIN} comes before and {@link #INF_MAX} after everything else;
 * values of one type have their natural order, strings and blobs that of their unsigned bytes (for
 * strings: of their UTF-8 form); values of different types are ordered by type. It is consistent
 * with {@code equals}.
 */
// The interface has no default methods, so initialising KeyMarker does not initialise it in turn.
@SuppressWarnings("ClassInitializationDeadlock")
public sealed interface Value extends Comparable<Value>
    permits IntegerValue, DoubleValue, BooleanValue, StringValue, BinaryValue, KeyMarker {

  /** Before every value of its column: the open lower end of a range. */
  Value INF_MIN = new KeyMarker(ValueType.INF_MIN);

  /** After every value of its column: the open upper end of a range. */
  Value INF_MAX = new KeyMarker(ValueType.INF_MAX);

  /** Asks the server to choose the value of an auto-increment key column. */
  Value AUTO_INCREMENT = new KeyMarker(ValueType.AUTO_INCREMENT);

  ValueType type();

  /**
   * The size in bytes that the service counts: 8 for numbers, 1 for booleans, the content's length
   * for strings and blobs, 0 for the key-only markers.
   */
  int size();

  @Override
  int compareTo(Value other);

  static Value of(long value) {
    return new IntegerValue(value);
  }

  static Value of(double value) {
    return new DoubleValue(value);
  }

  static Value of(boolean value) {
    return value ? BooleanValue.TRUE : BooleanValue.FALSE;
  }

  static Value of(String value) {
    return StringValue.of(value);
  }

  /** The array is not copied: the caller must not change it any more. */
  static Value ofUtf8(byte[] utf8) {
    return StringValue.ofUtf8(utf8);
  }

  /** The array is not copied: the caller must not change it any more. */
  static Value ofBinary(byte[] bytes) {
    return new BinaryValue(bytes);
  }
}
