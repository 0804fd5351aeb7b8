package io.millrace.local.engine.filter;

import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.StringValue;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.List;
import java.util.regex.Matcher;

/**
 * Evaluates filters on the cells of one row. A column that is not among the cells is missing: a
 * filter cannot see what is not read. Values of different types are never equal, and neither less
 * nor greater.
 */
public final class RowFilter {

  private RowFilter() {}

  /**
   * Tells whether a row passes.
   *
   * @param cells by name, and then the newest first
   */
  public static boolean passes(Filter filter, List<Cell> cells) {
    if (filter instanceof ColumnFilter column) {
      return passes(column, cells);
    }
    if (filter instanceof CompositeFilter composite) {
      return switch (composite.combinator()) {
        case NOT -> !passes(composite.filters().get(0), cells);
        case AND -> composite.filters().stream().allMatch(each -> passes(each, cells));
        case OR -> composite.filters().stream().anyMatch(each -> passes(each, cells));
      };
    }
    return true;
  }

  /** Returns the cells that a pagination filter leaves of a row; others leave all. */
  public static List<Cell> select(Filter filter, List<Cell> cells) {
    if (!(filter instanceof PaginationFilter page)) {
      return cells;
    }
    int from = startOfColumn(cells, 0, page.offset());
    return cells.subList(from, startOfColumn(cells, from, page.limit()));
  }

  private static int startOfColumn(List<Cell> cells, int from, int columns) {
    int at = from;
    for (int passed = 0; passed < columns && at < cells.size(); passed++) {
      String name = cells.get(at).name();
      while (at < cells.size() && cells.get(at).name().equals(name)) {
        at++;
      }
    }
    return at;
  }

  private static boolean passes(ColumnFilter filter, List<Cell> cells) {
    boolean found = false;
    for (Cell cell : cells) {
      if (!cell.name().equals(filter.column())) {
        if (found) {
          break;
        }
        continue;
      }
      if (filter.comparator() == Comparator.EXIST) {
        return true;
      }
      if (filter.comparator() == Comparator.NOT_EXIST) {
        return false;
      }
      Value value = extract(filter.extraction(), cell.value());
      if (value != null) {
        found = true;
        if (matches(filter.comparator(), value, filter.value())) {
          return true;
        }
      }
      if (filter.latestOnly()) {
        break;
      }
    }
    if (filter.comparator() == Comparator.EXIST || filter.comparator() == Comparator.NOT_EXIST) {
      return filter.comparator() == Comparator.NOT_EXIST;
    }
    return !found && filter.passIfMissing();
  }

  private static boolean matches(Comparator comparator, Value left, Value right) {
    if (left.type() != right.type()) {
      return comparator == Comparator.NOT_EQUAL;
    }
    int order = left.compareTo(right);
    return switch (comparator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case GREATER_THAN -> order > 0;
      case GREATER_EQUAL -> order >= 0;
      case LESS_THAN -> order < 0;
      case LESS_EQUAL -> order <= 0;
      case EXIST -> true;
      case NOT_EXIST -> false;
    };
  }

  private static Value extract(Extraction extraction, Value value) {
    if (extraction == null) {
      return value;
    }
    if (!(value instanceof StringValue string)) {
      return null;
    }
    Matcher matcher = extraction.pattern().matcher(string.text());
    if (!matcher.find()) {
      return null;
    }
    String text = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
    return text == null ? null : parse(text, extraction.type());
  }

  private static Value parse(String text, ValueType type) {
    try {
      return switch (type) {
        case INTEGER -> Value.of(Long.parseLong(text));
        case DOUBLE -> Value.of(Double.parseDouble(text));
        default -> Value.of(text);
      };
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
