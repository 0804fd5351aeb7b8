package io.millrace.spark.read;

import io.millrace.spark.options.DefinitionOptions;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.schema.RecordColumns;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;

/** Takes what Spark pushes down to a read: predicates, counts, a limit, the columns it needs. */
public final class TablestoreScanBuilder
    implements ScanBuilder,
        SupportsPushDownV2Filters,
        SupportsPushDownAggregates,
        SupportsPushDownRequiredColumns,
        SupportsPushDownLimit {

  private final OptionValues options;
  private final PushedDown pushed;
  private StructType schema;

  /**
   * A builder for a read of all columns.
   *
   * @param options those of the table with those of the read on top
   */
  public TablestoreScanBuilder(StructType schema, OptionValues options) {
    this.schema = schema;
    this.options = options;
    RecordColumns.check(options.get(DefinitionOptions.TABLE_NAME), schema);
    pushed = new PushedDown(options);
  }

  @Override
  public Predicate[] pushPredicates(Predicate[] predicates) {
    return pushed.take(predicates, schema);
  }

  @Override
  public Predicate[] pushedPredicates() {
    return pushed.predicates();
  }

  @Override
  public boolean pushAggregation(Aggregation aggregation) {
    return pushed.take(aggregation);
  }

  @Override
  public void pruneColumns(StructType required) {
    schema = required;
  }

  @Override
  public boolean pushLimit(int rows) {
    return pushed.limitTo(rows);
  }

  /** Each partition keeps to the limit, so that Spark still has to cut their sum. */
  @Override
  public boolean isPartiallyPushed() {
    return true;
  }

  @Override
  public Scan build() {
    return new TablestoreScan(schema, options, pushed);
  }
}
