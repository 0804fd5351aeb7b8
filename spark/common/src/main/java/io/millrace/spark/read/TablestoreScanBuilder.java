package io.millrace.spark.read;

import io.millrace.spark.options.OptionValues;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;

/** Takes what Spark pushes down to a read: the columns it needs, and a limit. */
public final class TablestoreScanBuilder
    implements ScanBuilder, SupportsPushDownRequiredColumns, SupportsPushDownLimit {

  private final OptionValues options;
  private StructType schema;
  private int limit = TablestoreScan.NO_LIMIT;

  /**
   * A builder for a read of all columns.
   *
   * @param options those of the table with those of the read on top
   */
  public TablestoreScanBuilder(StructType schema, OptionValues options) {
    this.schema = schema;
    this.options = options;
  }

  @Override
  public void pruneColumns(StructType required) {
    schema = required;
  }

  @Override
  public boolean pushLimit(int rows) {
    limit = rows;
    return true;
  }

  /** Each partition keeps to the limit, so that Spark still has to cut their sum. */
  @Override
  public boolean isPartiallyPushed() {
    return true;
  }

  @Override
  public Scan build() {
    return new TablestoreScan(schema, options, limit);
  }
}
