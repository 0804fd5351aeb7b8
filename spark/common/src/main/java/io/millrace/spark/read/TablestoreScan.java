package io.millrace.spark.read;

import io.millrace.spark.client.PlanningCalls;
import io.millrace.spark.metrics.ByteCount;
import io.millrace.spark.metrics.RequestCount;
import io.millrace.spark.metrics.RetryCount;
import io.millrace.spark.options.BatchSettings;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.options.StreamSettings;
import io.millrace.spark.options.TablestoreOptions;
import io.millrace.spark.schema.RecordColumns;
import io.millrace.spark.schema.TableKey;
import io.millrace.spark.stream.TunnelStreams;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;

/** A read of a table, as rows or as changes. */
final class TablestoreScan implements Scan {

  static final int NO_LIMIT = -1;

  private final StructType schema;
  private final OptionValues options;
  private final int limit;

  TablestoreScan(StructType schema, OptionValues options, int limit) {
    this.schema = schema;
    this.options = options;
    this.limit = limit;
  }

  @Override
  public StructType readSchema() {
    return schema;
  }

  @Override
  public String description() {
    return "tablestore "
        + options.asMap().get(TablestoreOptions.TABLE_NAME.name())
        + (limit == NO_LIMIT ? "" : " limit " + limit);
  }

  @Override
  public Batch toBatch() {
    Connection connection = Connection.of(options);
    String table = options.get(TablestoreOptions.TABLE_NAME);
    BatchSettings settings = BatchSettings.of(options);
    try (PlanningCalls calls = new PlanningCalls(connection)) {
      TableKey key = calls.describeTable(table);
      key.checkTypes(RecordColumns.withoutRecordColumns(schema));
      return new RangeBatch(new RangeTask(connection, settings, key, schema, limit));
    }
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return new CustomMetric[] {new RequestCount(), new ByteCount(), new RetryCount()};
  }

  @Override
  public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
    return TunnelStreams.open(
        Connection.of(options),
        options.get(TablestoreOptions.TABLE_NAME),
        StreamSettings.of(options),
        schema,
        checkpointLocation);
  }
}
