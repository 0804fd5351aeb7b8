package io.millrace.protocol.plainbuffer;

import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.Arrays;

/** What reader and writer share: the bytes of types, and values from bytes. */
final class PlainBufferWire {
  private PlainBufferWire() {}

  static ValueType valueType(byte type) {
    return switch (type) {
      case Tags.TYPE_INTEGER -> ValueType.INTEGER;
      case Tags.TYPE_DOUBLE -> ValueType.DOUBLE;
      case Tags.TYPE_BOOLEAN -> ValueType.BOOLEAN;
      case Tags.TYPE_STRING -> ValueType.STRING;
      case Tags.TYPE_BLOB -> ValueType.BLOB;
      case Tags.TYPE_INF_MIN -> ValueType.INF_MIN;
      case Tags.TYPE_INF_MAX -> ValueType.INF_MAX;
      case Tags.TYPE_AUTO_INCREMENT -> ValueType.AUTO_INCREMENT;
      default -> throw new PlainBufferException("unknown value type " + type);
    };
  }

  static byte typeByte(ValueType type) {
    return switch (type) {
      case INTEGER -> Tags.TYPE_INTEGER;
      case DOUBLE -> Tags.TYPE_DOUBLE;
      case BOOLEAN -> Tags.TYPE_BOOLEAN;
      case STRING -> Tags.TYPE_STRING;
      case BLOB -> Tags.TYPE_BLOB;
      case INF_MIN -> Tags.TYPE_INF_MIN;
      case INF_MAX -> Tags.TYPE_INF_MAX;
      case AUTO_INCREMENT -> Tags.TYPE_AUTO_INCREMENT;
    };
  }

  static CellType cellType(byte type) {
    return switch (type) {
      case Tags.DELETE_ALL_VERSION -> CellType.DELETE_ALL_VERSION;
      case Tags.DELETE_ONE_VERSION -> CellType.DELETE_ONE_VERSION;
      case Tags.INCREMENT -> CellType.INCREMENT;
      default -> throw new PlainBufferException("unknown cell type " + type);
    };
  }

  static byte cellTypeByte(CellType type) {
    return switch (type) {
      case DELETE_ALL_VERSION -> Tags.DELETE_ALL_VERSION;
      case DELETE_ONE_VERSION -> Tags.DELETE_ONE_VERSION;
      case INCREMENT -> Tags.INCREMENT;
      case PUT -> throw new IllegalArgumentException("A put has no byte on the wire.");
    };
  }

  /** A value from its content, copied. */
  static Value value(ValueType type, byte[] data, int offset, int length) {
    return switch (type) {
      case INTEGER -> Value.of(LittleEndian.getLong(data, offset));
      case DOUBLE -> Value.of(Double.longBitsToDouble(LittleEndian.getLong(data, offset)));
      case BOOLEAN -> Value.of(data[offset] != 0);
      case STRING -> Value.ofUtf8(Arrays.copyOfRange(data, offset, offset + length));
      case BLOB -> Value.ofBinary(Arrays.copyOfRange(data, offset, offset + length));
      case INF_MIN -> Value.INF_MIN;
      case INF_MAX -> Value.INF_MAX;
      case AUTO_INCREMENT -> Value.AUTO_INCREMENT;
    };
  }
}
