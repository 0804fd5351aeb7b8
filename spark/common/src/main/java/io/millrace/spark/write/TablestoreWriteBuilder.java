package io.millrace.spark.write;

import io.millrace.spark.options.Connection;
import io.millrace.spark.options.DefinitionOptions;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.options.WriteSettings;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.internal.connector.SupportsStreamingUpdateAsAppend;
import org.apache.spark.sql.types.StructType;

/**
 * Builds a write, for all output modes: rows are written by key, so that append and update are the
 * same, and complete writes all rows of the result anew and deletes the others.
 */
public final class TablestoreWriteBuilder
    implements WriteBuilder, SupportsTruncate, SupportsStreamingUpdateAsAppend {

  private final LogicalWriteInfo info;
  private final StructType tableSchema;
  private final OptionValues options;
  private final SinkProgress counted;
  private boolean truncates;

  /**
   * A builder for a query's rows.
   *
   * @param options those of the table with those of the write on top
   * @param counted takes the counts of a stream's batches
   */
  public TablestoreWriteBuilder(
      LogicalWriteInfo info, StructType tableSchema, OptionValues options, SinkProgress counted) {
    this.counted = counted;
    this.info = info;
    this.tableSchema = tableSchema;
    this.options = options;
  }

  @Override
  public WriteBuilder truncate() {
    truncates = true;
    return this;
  }

  /** Asks nobody: Spark builds the write of a stream anew for every batch. */
  @Override
  public Write build() {
    return new TablestoreWrite(
        Connection.of(options),
        options.get(DefinitionOptions.TABLE_NAME),
        WriteSettings.of(options),
        info.schema(),
        tableSchema,
        info.queryId(),
        truncates,
        counted);
  }
}
