package io.millrace.local.engine.schema;

import io.millrace.protocol.model.ValueType;

/**
 * A column of a table's primary key.
 *
 * @param type {@code INTEGER}, {@code STRING} or {@code BLOB}
 * @param autoIncrement whether the server chooses the values
 */
public record KeyColumn(String name, ValueType type, boolean autoIncrement) {

  public KeyColumn(String name, ValueType type) {
    this(name, type, false);
  }
}
