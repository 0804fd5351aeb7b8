package io.millrace.local.engine;

import io.millrace.local.engine.filter.ColumnFilter;
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
    read.columns().forEach(Names::checkColumn);
    if (read.maxVersions() < 0) {
      throw ReadErrors.maxVersions(read.maxVersions());
    }
    // An end beyond all versions is how clients leave a range open.
    if (read.timeRange() != null
        && (read.timeRange().start() < 0
            || read.timeRange().end() < 0
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

  /** Refuses a filter of too many parts, and then one that is not well formed. */
  static void check(Filter filter) {
    if (count(filter) > Limits.FILTERS) {
      throw ReadErrors.filterCount();
    }
    checkForm(filter);
  }

  private static int count(Filter filter) {
    int count = 1;
    if (filter instanceof CompositeFilter composite) {
      for (Filter part : composite.filters()) {
        count += count(part);
      }
    }
    return count;
  }

  private static void checkForm(Filter filter) {
    if (filter instanceof PaginationFilter page) {
      checkPage(page);
    } else if (filter instanceof ColumnFilter column) {
      checkColumn(column);
    } else if (filter instanceof CompositeFilter composite) {
      int parts = composite.filters().size();
      if (composite.combinator() == Combinator.NOT && parts != 1) {
        throw ReadErrors.notOperator();
      }
      if (composite.combinator() != Combinator.NOT && parts < 2) {
        throw ReadErrors.andOrOperator();
      }
      composite.filters().forEach(ReadCheck::checkForm);
    }
  }

  private static void checkPage(PaginationFilter page) {
    if (page.offset() < 0) {
      throw ReadErrors.paginationOffset();
    }
    if (page.limit() <= 0) {
      throw ReadErrors.paginationLimit();
    }
  }

  private static void checkColumn(ColumnFilter filter) {
    Names.checkColumn(filter.column());
    if (filter.value() != null && filter.value().size() > Limits.ATTRIBUTE_VALUE_SIZE) {
      throw RowErrors.attributeTooLong(filter.column(), filter.value().size());
    }
  }
}
