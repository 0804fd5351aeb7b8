package io.millrace.local.engine.filter;

import com.google.re2j.Matcher;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.StringValue;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates filters on one row: its key columns and the cells that are read. Any other column is
 * missing: a filter cannot see what is not read. Values of different types are never equal, and
 * neither less nor greater.
 */
public final class RowFilter {

  private RowFilter() {}

  /**
   * Tells whether a row passes.
   *
   * @param key the row's key, or one without columns if there is no row
   * @param cells by name, and then the newest first
   */
  public static boolean passes(Filter filter, PrimaryKey key, List<Cell> cells) {
    if (filter instanceof ColumnFilter column) {
      return passes(column, valuesOf(column, key, cells));
    }
    if (filter instanceof CompositeFilter composite) {
      return switch (composite.combinator()) {
        case NOT -> !passes(composite.filters().get(0), key, cells);
        case AND -> composite.filters().stream().allMatch(each -> passes(each, key, cells));
        case OR -> composite.filters().stream().anyMatch(each -> passes(each, key, cells));
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

  /** Returns the values of the filter's column that count, the newest first. */
  private static List<Value> valuesOf(ColumnFilter filter, PrimaryKey key, List<Cell> cells) {
    for (int i = 0; i < key.size(); i++) {
      if (key.name(i).equals(filter.column())) {
        return List.of(key.value(i));
      }
    }
    List<Value> values = new ArrayList<>();
    for (Cell cell : cells) {
      if (cell.name().equals(filter.column())) {
        values.add(cell.value());
        if (filter.latestOnly()) {
          return values;
        }
      } else if (!values.isEmpty()) {
        return values;
      }
    }
    return values;
  }

  private static boolean passes(ColumnFilter filter, List<Value> values) {
    if (filter.comparator() == Comparator.EXIST) {
      return !values.isEmpty();
    }
    if (filter.comparator() == Comparator.NOT_EXIST) {
      return values.isEmpty();
    }
    boolean found = false;
    for (Value stored : values) {
      Value value = extract(filter.extraction(), stored);
      if (value != null) {
        found = true;
        if (matches(filter.comparator(), value, filter.value())) {
          return true;
        }
      }
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
