package io.millrace.local.server.operation;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.plainbuffer.SimpleRowMatrixWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows as the columns that were asked for: key columns in the table's order, then the others by
 * name, whatever their order in the request: the official client for Java sends a set.
 */
final class RowMatrix {
  private RowMatrix() {}

  static ByteString of(List<String> keyColumns, List<String> wanted, List<Row> rows) {
    List<String> keys = keyColumns.stream().filter(wanted::contains).toList();
    List<String> attributes =
        wanted.stream().filter(name -> !keyColumns.contains(name)).distinct().sorted().toList();
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < attributes.size(); i++) {
      places.put(attributes.get(i), i);
    }
    SimpleRowMatrixWriter writer =
        new SimpleRowMatrixWriter(keys, attributes, keys.size() == keyColumns.size());
    Cell[] cells = new Cell[attributes.size()];
    for (Row row : rows) {
      writer.beginRow();
      writeKey(writer, row.primaryKey(), keys);
      for (int i = 0; i < row.size(); i++) {
        Integer place = places.get(row.cell(i).name());
        if (place != null) {
          cells[place] = row.cell(i);
        }
      }
      for (int i = 0; i < cells.length; i++) {
        writer.value(cells[i] == null ? null : cells[i].value());
        cells[i] = null;
      }
    }
    return writer.finish();
  }

  private static void writeKey(SimpleRowMatrixWriter writer, PrimaryKey key, List<String> wanted) {
    for (int i = 0; i < key.size(); i++) {
      if (wanted.contains(key.name(i))) {
        writer.value(key.value(i));
      }
    }
  }
}
