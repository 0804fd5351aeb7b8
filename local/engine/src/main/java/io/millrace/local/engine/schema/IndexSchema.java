package io.millrace.local.engine.schema;

import java.util.List;

/**
 * A secondary index of a table: a table of its own to readers. A row has an entry if it has all key
 * columns of the index.
 *
 * @param name unique among the tables and indexes of an instance
 * @param key columns of the table's key or defined columns; the rest of the table's key follows
 *     them
 * @param columns defined columns that entries hold a copy of
 */
public record IndexSchema(String name, List<String> key, List<String> columns, IndexType type) {

  public IndexSchema {
    key = List.copyOf(key);
    columns = List.copyOf(columns);
  }
}
