package io.millrace.local.engine;

import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.List;

/** Where one partition of a table that is divided by key ends and the next begins. */
final class SplitPoints {

  private SplitPoints() {}

  /** Returns a short key for each point; none for a table divided by hash. */
  static List<PrimaryKey> of(TableDefinition table) {
    List<PrimaryKey> points = new ArrayList<>();
    if (table.partitioning() == Partitioning.BY_KEY) {
      for (byte[] bound : table.bounds().subList(1, table.bounds().size())) {
        KeyColumn column = table.schema().key().get(0);
        points.add(PrimaryKey.of(new PrimaryKeyColumn(column.name(), value(column, bound))));
      }
    }
    return points;
  }

  /** Returns the partition key of a place in a table divided by key. */
  static Value value(KeyColumn column, byte[] bound) {
    return switch (column.type()) {
      case INTEGER -> Value.of(KeySpace.toLong(bound) ^ Long.MIN_VALUE);
      case STRING -> Value.ofUtf8(bound);
      default -> Value.ofBinary(bound);
    };
  }
}
