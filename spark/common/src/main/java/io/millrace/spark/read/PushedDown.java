package io.millrace.spark.read;

import com.google.protobuf.ByteString;
import io.millrace.spark.client.PlanningCalls;
import io.millrace.spark.options.BatchSettings;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.DefinitionOptions;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.pushdown.Condition;
import io.millrace.spark.pushdown.KeyRanges;
import io.millrace.spark.pushdown.KeyRanges.Selection;
import io.millrace.spark.pushdown.Predicates;
import io.millrace.spark.pushdown.RowFilters;
import io.millrace.spark.schema.RecordColumns;
import io.millrace.spark.schema.TableKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.Count;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a batch read leaves to the service. The service is asked for the table's key once. */
final class PushedDown {

  private final OptionValues options;
  private List<Predicate> predicates = List.of();
  private List<Condition> conditions = List.of();
  private Selection selection;
  private TableKey key;
  private int limit = TablestoreScan.NO_LIMIT;
  private int counts;

  PushedDown(OptionValues options) {
    this.options = options;
  }

  /**
   * Takes the predicates that all rows of the read have to fulfil.
   *
   * @return those that Spark still has to apply
   */
  Predicate[] take(Predicate[] all, StructType schema) {
    BatchSettings settings = BatchSettings.of(options);
    if (!settings.pushesDown()) {
      return all;
    }
    // Columns that tell of a change are no cells, and the service knows nothing of them.
    Predicates understood =
        new Predicates(RecordColumns.withoutRecordColumns(schema), settings::pushesDown);
    predicates = List.of(all);
    conditions = predicates.stream().map(understood::understand).toList();
    selection = KeyRanges.select(key(), conditions);
    List<Predicate> rest = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      if (!selection.exact().get(i)) {
        rest.add(all[i]);
      }
    }
    return rest.toArray(new Predicate[0]);
  }

  /** The predicates that limit what is read, exactly or not. */
  Predicate[] predicates() {
    return predicates.toArray(new Predicate[0]);
  }

  /** Takes a limit; each task keeps to it. */
  boolean limitTo(int rows) {
    if (!BatchSettings.of(options).pushesDown()) {
      return false;
    }
    limit = rows;
    return true;
  }

  /** Takes counts of all rows. A key column is in every row, so that counting it is the same. */
  boolean take(Aggregation aggregation) {
    boolean countsAlone =
        aggregation.groupByExpressions().length == 0
            && aggregation.aggregateExpressions().length > 0
            && Arrays.stream(aggregation.aggregateExpressions()).allMatch(this::countsRows);
    if (!countsAlone || !BatchSettings.of(options).pushesDown()) {
      return false;
    }
    counts = aggregation.aggregateExpressions().length;
    return true;
  }

  private boolean countsRows(AggregateFunc function) {
    return function instanceof CountStar
        || (function instanceof Count count
            && !count.isDistinct()
            && count.column() instanceof NamedReference column
            && column.fieldNames().length == 1
            && key().names().contains(column.fieldNames()[0]));
  }

  static StructType countSchema(int counts) {
    StructType schema = new StructType();
    for (int i = 0; i < counts; i++) {
      schema = schema.add("count_" + i, DataTypes.LongType, false);
    }
    return schema;
  }

  int limit() {
    return limit;
  }

  /** How many columns are to hold the number of rows; 0 when rows are read. */
  int counts() {
    return counts;
  }

  Selection selection() {
    return selection == null ? Selection.all(key()) : selection;
  }

  /** The filter for the service, or null. */
  byte[] filter(StructType schema) {
    return RowFilters.of(schema, key().names(), conditions)
        .map(ByteString::toByteArray)
        .orElse(null);
  }

  TableKey key() {
    if (key == null) {
      try (PlanningCalls calls = new PlanningCalls(Connection.of(options))) {
        key = calls.describeTable(options.get(DefinitionOptions.TABLE_NAME));
      }
    }
    return key;
  }

  @Override
  public String toString() {
    return (predicates.isEmpty() ? "" : " where " + predicates)
        + (counts > 0 ? " counted" : "")
        + (limit == TablestoreScan.NO_LIMIT ? "" : " limit " + limit);
  }
}
