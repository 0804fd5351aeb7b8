package io.millrace.local.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;

/** How many bytes the service counts for a row: names and values, of the key and of each cell. */
final class RowSize {

  private RowSize() {}

  static long of(PrimaryKey key) {
    long size = 0;
    for (int i = 0; i < key.size(); i++) {
      size += ofName(key.name(i)) + key.value(i).size();
    }
    return size;
  }

  static long of(Cell cell) {
    return ofName(cell.name()) + (cell.value() == null ? 0 : cell.value().size());
  }

  static long of(PrimaryKey key, Cell[] cells) {
    long size = of(key);
    for (Cell cell : cells) {
      size += of(cell);
    }
    return size;
  }

  private static int ofName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return name.getBytes(UTF_8).length;
      }
    }
    return name.length();
  }
}
