package io.millrace.protocol.error;

/**
 * The service's limits, as its documentation states them or its clients' tests show them. Sizes are
 * in bytes.
 */
public final class Limits {
  /** Tables of one instance, secondary indexes included. */
  public static final int TABLES_PER_INSTANCE = 64;

  /** Length of a table's, column's, index's or tunnel's name. */
  public static final int NAME_LENGTH = 255;

  public static final int PRIMARY_KEY_COLUMNS = 4;
  public static final int PRIMARY_KEY_VALUE_SIZE = 1024;
  public static final int ATTRIBUTE_VALUE_SIZE = 2 * 1024 * 1024;

  /**
   * What one row takes with all its versions. The service has no such limit; this server reads and
   * writes rows whole.
   */
  public static final int ROW_SIZE = 64 * 1024 * 1024;

  /** Attribute columns that one write of one row may touch. */
  public static final int COLUMNS_PER_WRITE = 1024;

  /** Columns that one read may name. */
  public static final int COLUMNS_TO_GET = 1024;

  public static final int DEFINED_COLUMNS = 32;
  public static final int PRE_SPLIT_PARTITIONS = 10;

  /** A string or blob between the partitions of a table to make. */
  public static final int PARTITION_VALUE_SIZE = 64;

  /** Streams of tables with longer names cannot be read. */
  public static final int STREAM_TABLE_NAME_LENGTH = 238;

  public static final int BATCH_GET_ROWS = 100;
  public static final int BATCH_WRITE_ROWS = 200;
  public static final int BULK_IMPORT_ROWS = 200;

  /** Row data of one PutRow, UpdateRow or BatchWriteRow. */
  public static final int WRITE_DATA_SIZE = 4 * 1024 * 1024;

  /** The body of a request, before and after decompression. */
  public static final int REQUEST_BODY_SIZE = 5 * 1024 * 1024;

  /** Rows that one page of a range may scan. */
  public static final int RANGE_PAGE_ROWS = 5000;

  /** Data that one page of a range may scan. */
  public static final int RANGE_PAGE_SIZE = 4 * 1024 * 1024;

  /** Leaves and combinators of one filter or column condition. */
  public static final int FILTERS = 32;

  /** Versions lie in [0, this), in milliseconds. */
  public static final long TIMESTAMP_BOUND = Long.MAX_VALUE / 1000;

  /** The largest maximum deviation of a table's versions, in seconds. */
  public static final long MAX_DEVIATION_SECONDS = Long.MAX_VALUE / 1_000_000;

  public static final long DEFAULT_DEVIATION_SECONDS = 86_400;
  public static final int DEFAULT_MAX_VERSIONS = 1;

  /** The shortest time to live of the data of a table, in seconds; -1 stands for ever. */
  public static final int MIN_TIME_TO_LIVE_SECONDS = 86_400;

  public static final int STREAM_RETENTION_HOURS = 168;

  /** Capacity units of one kind that a table may reserve. */
  public static final int CAPACITY_UNITS = 100_000;

  /** Between two changes of a table's reserved throughput. */
  public static final int THROUGHPUT_CHANGE_SECONDS = 120;

  /** The unit of ComputeSplitPointsBySize if the request names none. */
  public static final long SPLIT_UNIT_SIZE = 100L * 1024 * 1024;

  public static final long MIN_SPLIT_UNIT_SIZE = 1024 * 1024;

  /** A capacity unit covers this much data. */
  public static final int CAPACITY_UNIT_SIZE = 4096;

  /** How far a request's date may be from the server's clock. */
  public static final int CLOCK_SKEW_SECONDS = 15 * 60;

  public static final int TRANSACTION_SECONDS = 60;

  private Limits() {}
}
