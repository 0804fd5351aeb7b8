package io.millrace.protocol.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.UnsafeByteOperations;
import java.util.Arrays;

/**
 * A string, held as its UTF-8 bytes: most strings pass through without ever becoming a {@link
 * String}. Equality and order are those of the bytes, which may be malformed.
 */
public final class StringValue implements Value {
  private final byte[] utf8;
  // Computed at most once per racing thread; every one of them computes the same.
  private String text;

  private StringValue(byte[] utf8, String text) {
    this.utf8 = utf8;
    this.text = text;
  }

  static StringValue of(String text) {
    return new StringValue(text.getBytes(UTF_8), text);
  }

  static StringValue ofUtf8(byte[] utf8) {
    return new StringValue(utf8, null);
  }

  /** The content itself, not a copy: the caller must not change it. */
  public byte[] utf8() {
    return utf8;
  }

  /** Whether the bytes are well-formed UTF-8. */
  public boolean isUtf8() {
    return UnsafeByteOperations.unsafeWrap(utf8).isValidUtf8();
  }

  /** The content as text; malformed bytes become the replacement character. */
  public String text() {
    String result = text;
    if (result == null) {
      result = new String(utf8, UTF_8);
      text = result;
    }
    return result;
  }

  @Override
  public ValueType type() {
    return ValueType.STRING;
  }

  @Override
  public int size() {
    return utf8.length;
  }

  @Override
  public int compareTo(Value other) {
    return other instanceof StringValue that
        ? Arrays.compareUnsigned(utf8, that.utf8)
        : ValueType.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StringValue that && Arrays.equals(utf8, that.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  @Override
  public String toString() {
    return "StringValue[" + text() + "]";
  }
}
