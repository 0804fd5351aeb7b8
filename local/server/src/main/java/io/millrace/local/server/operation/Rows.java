package io.millrace.local.server.operation;

import com.google.protobuf.ByteString;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.PlainBufferException;
import io.millrace.protocol.plainbuffer.RowCodec;
import java.util.List;

/**
 * Rows and keys between messages and the value model, with the service's error for those that are
 * broken.
 */
final class Rows {
  private static final ThreadLocal<RowCodec> CODEC = ThreadLocal.withInitial(RowCodec::new);

  private Rows() {}

  static Row row(ByteString document) {
    try {
      return CODEC.get().decodeRow(document);
    } catch (PlainBufferException broken) {
      throw RowErrors.dataFormat(broken.getMessage());
    }
  }

  static PrimaryKey key(ByteString document) {
    try {
      return CODEC.get().decodeKey(document);
    } catch (PlainBufferException broken) {
      throw RowErrors.dataFormat(broken.getMessage());
    }
  }

  /** A value without its length, as filters and partition ranges hold it. */
  static Value variant(ByteString bytes) {
    try {
      return CODEC.get().decodeValue(bytes);
    } catch (PlainBufferException broken) {
      throw RowErrors.dataFormat(broken.getMessage());
    }
  }

  static ByteString encode(Row row) {
    return CODEC.get().encodeRow(row);
  }

  /** A row that may be missing: then no bytes. */
  static ByteString encodeOrEmpty(Row row) {
    return row == null ? ByteString.EMPTY : encode(row);
  }

  static ByteString encode(List<Row> rows) {
    return CODEC.get().encodeRows(rows);
  }

  static ByteString encodeKey(PrimaryKey key) {
    return CODEC.get().encodeKey(key);
  }
}
