package io.millrace.protocol.model;

/** What a key column may hold in a request besides a value: see the constants of {@link Value}. */
record KeyMarker(ValueType type) implements Value {
  @Override
  public int size() {
    return 0;
  }

  @Override
  public int compareTo(Value other) {
    return ValueType.compare(this, other);
  }

  @Override
  public String toString() {
    return type.name();
  }
}
