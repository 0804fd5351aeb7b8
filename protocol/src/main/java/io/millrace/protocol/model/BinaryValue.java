package io.millrace.protocol.model;

import java.util.Arrays;
import java.util.HexFormat;

/** A blob, ordered by its unsigned bytes. */
public final class BinaryValue implements Value {
  private final byte[] bytes;

  BinaryValue(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The content itself, not a copy: the caller must not change it. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public ValueType type() {
    return ValueType.BLOB;
  }

  @Override
  public int size() {
    return bytes.length;
  }

  @Override
  public int compareTo(Value other) {
    return other instanceof BinaryValue that
        ? Arrays.compareUnsigned(bytes, that.bytes)
        : ValueType.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinaryValue that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "BinaryValue[" + HexFormat.of().formatHex(bytes) + "]";
  }
}
