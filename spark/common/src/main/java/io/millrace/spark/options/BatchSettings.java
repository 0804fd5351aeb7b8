package io.millrace.spark.options;

import java.io.Serializable;
import java.time.Duration;

/** The options of a batch read. */
public record BatchSettings(int maxSplits, int splitSizeMiB, Duration retryTime)
    implements Serializable {

  /** Reads the options; throws when one is invalid. */
  public static BatchSettings of(OptionValues options) {
    options.get(TablestoreOptions.COMPUTE_MODE);
    return new BatchSettings(
        options.get(TablestoreOptions.MAX_SPLIT_COUNT),
        options.get(TablestoreOptions.SPLIT_SIZE_MBS),
        Duration.ofSeconds(options.get(TablestoreOptions.RETRY_TIME_S)));
  }
}
