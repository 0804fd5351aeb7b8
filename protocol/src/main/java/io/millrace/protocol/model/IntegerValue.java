package io.millrace.protocol.model;

/** A signed 64-bit integer. */
public record IntegerValue(long value) implements Value {
  @Override
  public ValueType type() {
    return ValueType.INTEGER;
  }

  @Override
  public int size() {
    return Long.BYTES;
  }

  @Override
  public int compareTo(Value other) {
    return other instanceof IntegerValue that
        ? Long.compare(value, that.value)
        : ValueType.compare(this, other);
  }
}
