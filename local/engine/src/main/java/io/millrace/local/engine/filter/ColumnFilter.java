package io.millrace.local.engine.filter;

import io.millrace.protocol.model.Value;

/**
 * Compares one column.
 *
 * @param value may be null for {@link Comparator#EXIST} and {@link Comparator#NOT_EXIST}
 * @param passIfMissing the outcome for a row without the column
 * @param latestOnly whether older versions of the column do not count
 * @param extraction what is taken out of the column before it is compared, or null
 */
public record ColumnFilter(
    Comparator comparator,
    String column,
    Value value,
    boolean passIfMissing,
    boolean latestOnly,
    Extraction extraction)
    implements Filter {

  public ColumnFilter(
      Comparator comparator,
      String column,
      Value value,
      boolean passIfMissing,
      boolean latestOnly) {
    this(comparator, column, value, passIfMissing, latestOnly, null);
  }
}
