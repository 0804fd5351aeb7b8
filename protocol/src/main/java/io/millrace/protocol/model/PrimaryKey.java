package io.millrace.protocol.model;

import java.util.Arrays;
import java.util.List;

/**
 * The key of a row, a prefix of one, or an end of a range: one or more columns in the order of the
 * table's schema.
 *
 * <p>Ordered column by column by value; names take no part in the order, and where one key is a
 * prefix of the other the shorter comes first. So the order is consistent with {@code equals} only
 * between keys of one table.
 */
public final class PrimaryKey implements Comparable<PrimaryKey> {
  private final PrimaryKeyColumn[] columns;

  private PrimaryKey(PrimaryKeyColumn[] columns) {
    this.columns = columns;
  }

  /** The array is not copied: the caller must not change it any more. */
  public static PrimaryKey of(PrimaryKeyColumn... columns) {
    return new PrimaryKey(columns);
  }

  public static PrimaryKey of(List<PrimaryKeyColumn> columns) {
    return new PrimaryKey(columns.toArray(PrimaryKeyColumn[]::new));
  }

  /** The number of columns. */
  public int size() {
    return columns.length;
  }

  public PrimaryKeyColumn column(int index) {
    return columns[index];
  }

  public String name(int index) {
    return columns[index].name();
  }

  public Value value(int index) {
    return columns[index].value();
  }

  /** The columns in order, unmodifiable. */
  public List<PrimaryKeyColumn> columns() {
    return List.of(columns);
  }

  @Override
  public int compareTo(PrimaryKey other) {
    int common = Math.min(columns.length, other.columns.length);
    for (int i = 0; i < common; i++) {
      int order = value(i).compareTo(other.value(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(columns.length, other.columns.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrimaryKey that && Arrays.equals(columns, that.columns);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(columns);
  }

  @Override
  public String toString() {
    return Arrays.toString(columns);
  }
}
