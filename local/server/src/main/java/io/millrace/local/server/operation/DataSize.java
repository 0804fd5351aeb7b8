package io.millrace.local.server.operation;

import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import java.nio.charset.StandardCharsets;

/** The size of the rows of a write request as the service counts it: names, values, timestamps. */
final class DataSize {
  private DataSize() {}

  static long of(Row row) {
    long size = 0;
    for (int i = 0; i < row.primaryKey().size(); i++) {
      PrimaryKeyColumn column = row.primaryKey().column(i);
      size += length(column.name()) + column.value().size();
    }
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.cell(i);
      size += length(cell.name()) + (cell.value() == null ? 0 : cell.value().size());
      if (cell.hasTimestamp()) {
        size += Long.BYTES;
      }
    }
    return size;
  }

  /** Refuses a request of more than the limit. */
  static void check(String operation, long size) {
    if (size > Limits.WRITE_DATA_SIZE) {
      throw RowErrors.dataSize(operation, size);
    }
  }

  private static int length(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) > 0x7f) {
        return name.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return name.length();
  }
}
