package io.millrace.spark.options;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of a write.
 *
 * @param requestRows most rows of a request
 * @param requestBytes most bytes of a request
 * @param requests most requests under way from one executor to one table
 * @param bufferRows most rows under way
 * @param bufferBytes most bytes under way
 * @param deadLetters the table for refused rows, or null
 * @param removesInComplete whether complete mode deletes the rows that are not in the result
 * @param confirmsOverwrite whether INSERT OVERWRITE may delete the rows that it does not write
 */
public record WriteSettings(
    RowChangeKind rowChange,
    NullAction nullAction,
    int requestRows,
    int requestBytes,
    int requests,
    int bufferRows,
    long bufferBytes,
    String deadLetters,
    boolean removesInComplete,
    boolean confirmsOverwrite,
    Duration retryTime)
    implements Serializable {

  /** Reads the options; throws when one is invalid. */
  public static WriteSettings of(OptionValues options) {
    int batchUpdateSize = options.get(WriteOptions.BATCH_UPDATE_SIZE);
    int bufferRows = options.get(WriteOptions.WRITER_BUFFER_SIZE);
    return new WriteSettings(
        options.get(WriteOptions.ROW_CHANGE_TYPE),
        options.get(WriteOptions.WRITER_NULL_ACTION),
        Math.min(
            bufferRows,
            batchUpdateSize > 0
                ? batchUpdateSize
                : options.get(WriteOptions.WRITER_MAX_BATCH_COUNT)),
        options.get(WriteOptions.WRITER_MAX_BATCH_SIZE),
        options.get(WriteOptions.WRITER_CONCURRENCY),
        bufferRows,
        options.get(WriteOptions.WRITER_BUFFER_BYTES),
        options.find(WriteOptions.DEAD_LETTER_TABLE).orElse(null),
        options.get(WriteOptions.COMPLETE_REMOVES),
        options.get(WriteOptions.CONFIRM_OVERWRITE),
        Duration.ofSeconds(options.get(DefinitionOptions.RETRY_TIME_S)));
  }

  /** The table for refused rows; without one they fail the task. */
  public Optional<String> deadLetterTable() {
    return Optional.ofNullable(deadLetters);
  }
}
