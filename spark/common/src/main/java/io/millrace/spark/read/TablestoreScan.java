package io.millrace.spark.read;

import io.millrace.spark.options.BatchSettings;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.DefinitionOptions;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.options.StreamSettings;
import io.millrace.spark.pushdown.KeyRanges.Selection;
import io.millrace.spark.schema.RecordColumns;
import io.millrace.spark.stream.TunnelStreams;
import java.util.OptionalLong;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.Statistics;
import org.apache.spark.sql.connector.read.SupportsReportStatistics;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;

/** A read of a table, as rows or as changes. */
final class TablestoreScan implements Scan, SupportsReportStatistics {

  static final int NO_LIMIT = -1;

  private final StructType schema;
  private final OptionValues options;
  private final PushedDown pushed;

  TablestoreScan(StructType schema, OptionValues options, PushedDown pushed) {
    this.schema = schema;
    this.options = options;
    this.pushed = pushed;
  }

  @Override
  public StructType readSchema() {
    return pushed.counts() > 0 ? PushedDown.countSchema(pushed.counts()) : schema;
  }

  @Override
  public String description() {
    return "tablestore " + options.asMap().get(DefinitionOptions.TABLE_NAME.name()) + pushed;
  }

  @Override
  public Statistics estimateStatistics() {
    Selection selection = pushed.selection();
    OptionalLong size = new RangePlanner(task()).size(selection);
    return new Statistics() {
      @Override
      public OptionalLong sizeInBytes() {
        return size;
      }

      @Override
      public OptionalLong numRows() {
        return OptionalLong.empty();
      }
    };
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return ReadMetrics.all();
  }

  @Override
  public Batch toBatch() {
    return new RangeBatch(task(), pushed.selection(), pushed.counts());
  }

  private RangeTask task() {
    StructType cells = pushed.counts() > 0 ? new StructType() : schema;
    pushed.key().checkTypes(RecordColumns.withoutRecordColumns(cells));
    return new RangeTask(
        Connection.of(options),
        BatchSettings.of(options),
        pushed.key(),
        cells,
        pushed.filter(cells),
        pushed.limit());
  }

  @Override
  public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
    return TunnelStreams.open(
        Connection.of(options),
        options.get(DefinitionOptions.TABLE_NAME),
        StreamSettings.of(options),
        schema,
        checkpointLocation);
  }
}
