package io.millrace.spark.options;

import java.io.Serializable;
import java.time.Duration;

/** The options of a write. */
public record WriteSettings(
    RowChangeKind rowChange, int requestRows, int requestBytes, int requests, Duration retryTime)
    implements Serializable {

  /** Reads the options; throws when one is invalid. */
  public static WriteSettings of(OptionValues options) {
    int batchUpdateSize = options.get(TablestoreOptions.BATCH_UPDATE_SIZE);
    return new WriteSettings(
        options.get(TablestoreOptions.ROW_CHANGE_TYPE),
        batchUpdateSize > 0
            ? batchUpdateSize
            : options.get(TablestoreOptions.WRITER_MAX_BATCH_COUNT),
        options.get(TablestoreOptions.WRITER_MAX_BATCH_SIZE),
        options.get(TablestoreOptions.WRITER_CONCURRENCY),
        Duration.ofSeconds(options.get(TablestoreOptions.RETRY_TIME_S)));
  }
}
