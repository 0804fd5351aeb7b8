package io.millrace.protocol.model;

import java.util.Objects;

/** A key column's name and value. */
public record PrimaryKeyColumn(String name, Value value) {
  public PrimaryKeyColumn {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }
}
