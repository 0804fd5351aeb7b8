package io.millrace.local.engine;

import io.millrace.local.engine.filter.CompositeFilter;
import io.millrace.local.engine.filter.CompositeFilter.Combinator;
import io.millrace.local.engine.filter.Filter;
import io.millrace.local.engine.filter.PaginationFilter;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ReadErrors;
import io.millrace.protocol.error.RowErrors;

/** What can be wrong with a read, or with a filter, whatever its table is. */
final class ReadCheck {

  private ReadCheck() {}

  static void check(ReadSpec read) {
    if (read.columns().size() > Limits.COLUMNS_TO_GET) {
      throw ReadErrors.columnCount(read.columns().size());
    }
    if (read.maxVersions() < 0) {
      throw ReadErrors.maxVersions(read.maxVersions());
    }
    if (read.timeRange() != null
        && (read.timeRange().start() < 0
            || read.timeRange().end() > Limits.TIMESTAMP_BOUND
            || read.timeRange().start() >= Limits.TIMESTAMP_BOUND)) {
      throw RowErrors.timestampRange();
    }
    if (read.filter() != null) {
      check(read.filter());
    }
  }

  /** Tells whether a read says which versions it wants. */
  static boolean hasVersions(ReadSpec read) {
    return read.maxVersions() > 0 || read.timeRange() != null;
  }

  static void check(Filter filter) {
    if (count(filter) > Limits.FILTERS) {
      throw ReadErrors.filterCount();
    }
  }

  /** Refuses a filter that is not well formed, and counts its parts. */
  private static int count(Filter filter) {
    if (filter instanceof PaginationFilter page) {
      if (page.offset() < 0) {
        throw ReadErrors.paginationOffset();
      }
      if (page.limit() <= 0) {
        throw ReadErrors.paginationLimit();
      }
      return 1;
    }
    if (!(filter instanceof CompositeFilter composite)) {
      return 1;
    }
    if (composite.combinator() == Combinator.NOT) {
      if (composite.filters().size() != 1) {
        throw ReadErrors.notOperator();
      }
    } else if (composite.filters().size() < 2) {
      throw ReadErrors.andOrOperator();
    }
    int count = 1;
    for (Filter part : composite.filters()) {
      count += count(part);
    }
    return count;
  }
}
