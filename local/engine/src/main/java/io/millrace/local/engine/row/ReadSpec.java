package io.millrace.local.engine.row;

import io.millrace.local.engine.filter.Filter;
import java.util.Set;

/**
 * What a read wants of each row.
 *
 * @param columns names of key and attribute columns; empty for all
 * @param timeRange the versions wanted, or null for all
 * @param maxVersions how many of them, the newest first; 0 if the request gave none
 * @param filter what a row must fulfil, or null
 * @param startColumn the first attribute column wanted, in the order of UTF-8 bytes, or null
 * @param endColumn the first attribute column not wanted any more, or null
 */
public record ReadSpec(
    Set<String> columns,
    TimeRange timeRange,
    int maxVersions,
    Filter filter,
    String startColumn,
    String endColumn) {

  private static final ReadSpec LATEST = new ReadSpec(Set.of(), null, 1, null, null, null);

  public ReadSpec {
    columns = Set.copyOf(columns);
  }

  /** The newest version of every column. */
  public static ReadSpec latest() {
    return LATEST;
  }

  /** The newest version of the columns. */
  public static ReadSpec latest(String... columns) {
    return new ReadSpec(Set.of(columns), null, 1, null, null, null);
  }

  public ReadSpec withFilter(Filter newFilter) {
    return new ReadSpec(columns, timeRange, maxVersions, newFilter, startColumn, endColumn);
  }

  public ReadSpec withMaxVersions(int newMaxVersions) {
    return new ReadSpec(columns, timeRange, newMaxVersions, filter, startColumn, endColumn);
  }

  public ReadSpec withTimeRange(TimeRange newRange) {
    return new ReadSpec(columns, newRange, maxVersions, filter, startColumn, endColumn);
  }

  public ReadSpec withColumnRange(String start, String end) {
    return new ReadSpec(columns, timeRange, maxVersions, filter, start, end);
  }
}
