package io.millrace.local.engine.schema;

import java.util.List;

/** The name and the columns of a table. */
public record TableSchema(String name, List<KeyColumn> key, List<DefinedColumn> definedColumns) {

  public TableSchema {
    key = List.copyOf(key);
    definedColumns = List.copyOf(definedColumns);
  }

  public TableSchema(String name, List<KeyColumn> key) {
    this(name, key, List.of());
  }

  /** Returns the place of the auto-increment column in the key, or -1 if there is none. */
  public int autoIncrementIndex() {
    for (int i = 0; i < key.size(); i++) {
      if (key.get(i).autoIncrement()) {
        return i;
      }
    }
    return -1;
  }

  /** Tells whether the name is that of a key column. */
  public boolean isKeyColumn(String column) {
    for (KeyColumn known : key) {
      if (known.name().equals(column)) {
        return true;
      }
    }
    return false;
  }
}
