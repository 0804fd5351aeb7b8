package io.millrace.protocol.model;

/** An IEEE 754 double; ordered and compared as {@link Double#compare} does. */
public record DoubleValue(double value) implements Value {
  @Override
  public ValueType type() {
    return ValueType.DOUBLE;
  }

  @Override
  public int size() {
    return Double.BYTES;
  }

  @Override
  public int compareTo(Value other) {
    return other instanceof DoubleValue that
        ? Double.compare(value, that.value)
        : ValueType.compare(this, other);
  }
}
