package io.millrace.spark.options;

import static io.millrace.spark.options.OptionUse.BATCH;
import static io.millrace.spark.options.OptionUse.TABLE;

import java.util.List;

/** Options of reading a table as it is. */
public final class BatchReadOptions {

  private static final OptionDeclarations OPTIONS = new OptionDeclarations(TABLE, BATCH);

  public static final TablestoreOption<ReadEngine> COMPUTE_MODE =
      OPTIONS.declare(
          "compute.mode",
          OptionType.oneOf(ReadEngine.class),
          "kv",
          "How a batch read finds its rows. Both values read ranges of the table; search indexes"
              + " are not used.");

  public static final TablestoreOption<Integer> MAX_SPLIT_COUNT =
      OPTIONS.declare(
          "max.split.count",
          OptionType.integer(1, 100_000),
          "1000",
          "Most partitions of a batch read.");

  public static final TablestoreOption<Integer> SPLIT_SIZE_MBS =
      OPTIONS.declare(
          "split.size.mbs",
          OptionType.integer(1, 1_048_576),
          "100",
          "Size of a partition of a batch read that is aimed at, in MiB.");

  public static final TablestoreOption<Boolean> BULK_EXPORT =
      OPTIONS.declare(
          "bulk.export",
          OptionType.bool(),
          "true",
          "Whether rows are read by BulkExport where the service has it and the access key may call"
              + " it. Else, and for a read with a limit, they are read by GetRange.");

  public static final TablestoreOption<Boolean> PUSH_DOWN =
      OPTIONS.declare(
          "push.down",
          OptionType.bool(),
          "true",
          "Whether the service applies what it can of filters, limits and counts. With `false` all"
              + " rows are read and Spark does it; the result is the same.");

  public static final TablestoreOption<Boolean> PUSH_DOWN_RANGE_LONG =
      OPTIONS.declare(
          "push.down.range.long",
          OptionType.bool(),
          "true",
          "Whether the service applies `<`, `<=`, `>` and `>=` to columns of type long.");

  public static final TablestoreOption<Boolean> PUSH_DOWN_RANGE_STRING =
      OPTIONS.declare(
          "push.down.range.string",
          OptionType.bool(),
          "true",
          "The same for columns of type string.");

  private BatchReadOptions() {}

  static List<TablestoreOption<?>> all() {
    return OPTIONS.all();
  }
}
