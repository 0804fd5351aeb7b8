package io.millrace.spark.options;

import io.millrace.spark.pushdown.Condition.Comparator;
import java.io.Serializable;
import java.time.Duration;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The options of a batch read. */
public record BatchSettings(
    int maxSplits,
    int splitSizeMiB,
    boolean bulkExport,
    boolean pushesDown,
    boolean pushesLongRanges,
    boolean pushesStringRanges,
    MismatchAction mismatch,
    Duration retryTime)
    implements Serializable {

  /** Reads the options; throws when one is invalid. */
  public static BatchSettings of(OptionValues options) {
    options.get(BatchReadOptions.COMPUTE_MODE);
    return new BatchSettings(
        options.get(BatchReadOptions.MAX_SPLIT_COUNT),
        options.get(BatchReadOptions.SPLIT_SIZE_MBS),
        options.get(BatchReadOptions.BULK_EXPORT),
        options.get(BatchReadOptions.PUSH_DOWN),
        options.get(BatchReadOptions.PUSH_DOWN_RANGE_LONG),
        options.get(BatchReadOptions.PUSH_DOWN_RANGE_STRING),
        options.get(DefinitionOptions.TYPE_MISMATCH),
        Duration.ofSeconds(options.get(DefinitionOptions.RETRY_TIME_S)));
  }

  /** Whether a comparison with a column of a type may be left to the service. */
  public boolean pushesDown(Comparator comparator, DataType type) {
    boolean range = comparator != Comparator.EQUAL && comparator != Comparator.NOT_EQUAL;
    if (range && type.equals(DataTypes.LongType)) {
      return pushesLongRanges;
    }
    return !range || !type.equals(DataTypes.StringType) || pushesStringRanges;
  }
}
