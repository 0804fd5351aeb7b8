package io.millrace.protocol.model;

import java.util.Objects;

/**
 * One version of an attribute column, or a change to one. No combination is refused here; a cell of
 * a request is checked by who serves the request.
 *
 * @param name the column
 * @param value null where the request gave none, as the two deletes do
 * @param timestamp the version in milliseconds, or {@link #NO_TIMESTAMP}
 * @param type what the cell does
 */
public record Cell(String name, Value value, long timestamp, CellType type) {
  /** Stands for "the server's time" in a write. */
  public static final long NO_TIMESTAMP = Long.MIN_VALUE;

  public Cell {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }

  public static Cell put(String name, Value value) {
    return new Cell(name, value, NO_TIMESTAMP, CellType.PUT);
  }

  public static Cell put(String name, Value value, long timestamp) {
    return new Cell(name, value, timestamp, CellType.PUT);
  }

  public static Cell deleteAllVersions(String name) {
    return new Cell(name, null, NO_TIMESTAMP, CellType.DELETE_ALL_VERSION);
  }

  public static Cell deleteOneVersion(String name, long timestamp) {
    return new Cell(name, null, timestamp, CellType.DELETE_ONE_VERSION);
  }

  public static Cell increment(String name, long by) {
    return new Cell(name, Value.of(by), NO_TIMESTAMP, CellType.INCREMENT);
  }

  public boolean hasTimestamp() {
    return timestamp != NO_TIMESTAMP;
  }
}
