package io.millrace.spark.pushdown;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.ComparatorType;
import io.millrace.protocol.wire.CompositeColumnValueFilter;
import io.millrace.protocol.wire.Filter;
import io.millrace.protocol.wire.FilterType;
import io.millrace.protocol.wire.LogicalOperator;
import io.millrace.protocol.wire.SingleColumnValueFilter;
import io.millrace.spark.pushdown.Condition.AllOf;
import io.millrace.spark.pushdown.Condition.AnyOf;
import io.millrace.spark.pushdown.Condition.Comparator;
import io.millrace.spark.pushdown.Condition.Comparison;
import io.millrace.spark.pushdown.Condition.Not;
import io.millrace.spark.pushdown.Condition.Same;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Makes filters for the service out of conditions on columns that are not of the key. A filter
 * passes every row for which the conditions may be true, and every row with a cell in a compared
 * column that is not of the column's type, so that what the read does with such cells is the same
 * with and without a filter.
 *
 * <p>The service compares cells of one type only. A comparison is therefore written as the negation
 * of its opposite, which holds for cells of another type; the opposite in turn passes for rows
 * without the column, so that those fail its negation.
 */
public final class RowFilters {

  /** What the service takes in one request. */
  private static final int MOST_CONDITIONS = 10;

  /** A filter and the number of comparisons in it. */
  private record Counted(Filter filter, int conditions) {}

  private final StructType schema;
  private final List<String> keys;
  private final RowCodec codec = new RowCodec();

  private RowFilters(StructType schema, List<String> keys) {
    this.schema = schema;
    this.keys = keys;
  }

  /**
   * The filter for rows for which all of some conditions may be true.
   *
   * @param schema the columns that are read; the service sees no others
   * @param keys the names of the key columns, which filters leave to ranges
   * @return empty when there is nothing to filter by
   */
  public static Optional<ByteString> of(
      StructType schema, List<String> keys, List<Condition> conditions) {
    RowFilters filters = new RowFilters(schema, keys);
    List<Counted> parts = new ArrayList<>();
    int total = 0;
    for (Condition condition : conditions) {
      Optional<Counted> part = filters.filter(condition, true);
      if (part.isPresent() && total + part.get().conditions <= MOST_CONDITIONS) {
        parts.add(part.get());
        total += part.get().conditions;
      }
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(join(LogicalOperator.LO_AND, parts).filter.toByteString());
  }

  /** The filter for rows for which a condition may have an outcome; empty when any row may. */
  private Optional<Counted> filter(Condition condition, boolean outcome) {
    if (condition instanceof Comparison comparison) {
      Comparator comparator = outcome ? comparison.comparator() : comparison.comparator().negated();
      return compare(comparison.column(), comparator, comparison.value());
    }
    if (condition instanceof Same same && outcome) {
      return compare(same.column(), Comparator.EQUAL, same.value());
    }
    if (condition instanceof Not not) {
      return filter(not.condition(), !outcome);
    }
    if (condition instanceof AllOf all) {
      return outcome ? every(all.conditions(), true) : some(all.conditions(), false);
    }
    if (condition instanceof AnyOf any) {
      return outcome ? some(any.conditions(), true) : every(any.conditions(), false);
    }
    return Optional.empty();
  }

  private Optional<Counted> every(List<Condition> conditions, boolean outcome) {
    List<Counted> parts =
        conditions.stream().flatMap(each -> filter(each, outcome).stream()).toList();
    return parts.isEmpty() ? Optional.empty() : Optional.of(join(LogicalOperator.LO_AND, parts));
  }

  private Optional<Counted> some(List<Condition> conditions, boolean outcome) {
    List<Counted> parts =
        conditions.stream().flatMap(each -> filter(each, outcome).stream()).toList();
    return parts.isEmpty() || parts.size() < conditions.size()
        ? Optional.empty()
        : Optional.of(join(LogicalOperator.LO_OR, parts));
  }

  private Optional<Counted> compare(String column, Comparator comparator, Value value) {
    if (keys.contains(column) || schema.getFieldIndex(column).isEmpty()) {
      return Optional.empty();
    }
    Counted fits =
        switch (comparator) {
          case NOT_EQUAL -> single(column, ComparatorType.CT_NOT_EQUAL, value, false);
          case EQUAL ->
              join(
                  LogicalOperator.LO_AND,
                  List.of(
                      not(column, ComparatorType.CT_LESS_THAN, value),
                      not(column, ComparatorType.CT_GREATER_THAN, value)));
          case LESS -> not(column, ComparatorType.CT_GREATER_EQUAL, value);
          case LESS_OR_EQUAL -> not(column, ComparatorType.CT_GREATER_THAN, value);
          case GREATER -> not(column, ComparatorType.CT_LESS_EQUAL, value);
          case GREATER_OR_EQUAL -> not(column, ComparatorType.CT_LESS_THAN, value);
        };
    DataType type = schema.apply(column).dataType();
    if (!SparkValues.isNarrow(type)) {
      return Optional.of(fits);
    }
    Value least = Value.of(SparkValues.least(type));
    Value greatest = Value.of(SparkValues.greatest(type));
    return Optional.of(
        join(
            LogicalOperator.LO_OR,
            List.of(
                fits,
                single(column, ComparatorType.CT_LESS_THAN, least, false),
                single(column, ComparatorType.CT_GREATER_THAN, greatest, false))));
  }

  private Counted not(String column, ComparatorType comparator, Value value) {
    Counted opposite = single(column, comparator, value, true);
    return new Counted(
        composite(LogicalOperator.LO_NOT, List.of(opposite.filter)), opposite.conditions);
  }

  private Counted single(
      String column, ComparatorType comparator, Value value, boolean passesIfMissing) {
    // On the wire the flag says the opposite: whether a row without the column is filtered out.
    SingleColumnValueFilter filter =
        SingleColumnValueFilter.newBuilder()
            .setComparator(comparator)
            .setColumnName(column)
            .setColumnValue(codec.encodeValue(value))
            .setFilterIfMissing(!passesIfMissing)
            .setLatestVersionOnly(true)
            .build();
    return new Counted(wrap(FilterType.FT_SINGLE_COLUMN_VALUE, filter.toByteString()), 1);
  }

  private static Counted join(LogicalOperator operator, List<Counted> parts) {
    return parts.size() == 1
        ? parts.get(0)
        : new Counted(
            composite(operator, parts.stream().map(Counted::filter).toList()),
            parts.stream().mapToInt(Counted::conditions).sum());
  }

  private static Filter composite(LogicalOperator operator, List<Filter> parts) {
    return wrap(
        FilterType.FT_COMPOSITE_COLUMN_VALUE,
        CompositeColumnValueFilter.newBuilder()
            .setCombinator(operator)
            .addAllSubFilters(parts)
            .build()
            .toByteString());
  }

  private static Filter wrap(FilterType type, ByteString content) {
    return Filter.newBuilder().setType(type).setFilter(content).build();
  }
}
