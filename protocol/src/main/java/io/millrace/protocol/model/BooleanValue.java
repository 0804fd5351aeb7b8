package io.millrace.protocol.model;

/** A boolean; false comes before true. */
public record BooleanValue(boolean value) implements Value {
  static final BooleanValue TRUE = new BooleanValue(true);
  static final BooleanValue FALSE = new BooleanValue(false);

  @Override
  public ValueType type() {
    return ValueType.BOOLEAN;
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public int compareTo(Value other) {
    return other instanceof BooleanValue that
        ? Boolean.compare(value, that.value)
        : ValueType.compare(this, other);
  }
}
