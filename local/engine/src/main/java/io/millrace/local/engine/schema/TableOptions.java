package io.millrace.local.engine.schema;

import io.millrace.protocol.error.Limits;

/**
 * How a table keeps versions.
 *
 * @param timeToLive seconds after which a version is gone, or {@link #FOREVER}
 * @param maxVersions versions kept of each column, the newest first
 * @param deviationSeconds how far a version may be from the server's time when it is written
 * @param allowUpdate whether UpdateRow is allowed
 * @param updateFullRow a promise of the table's maker that updates write whole rows; fixed once the
 *     table is made
 */
public record TableOptions(
    int timeToLive,
    int maxVersions,
    long deviationSeconds,
    boolean allowUpdate,
    boolean updateFullRow) {

  public static final int FOREVER = -1;

  /** One version, for ever, with the service's deviation. */
  public static final TableOptions DEFAULT =
      new TableOptions(
          FOREVER, Limits.DEFAULT_MAX_VERSIONS, Limits.DEFAULT_DEVIATION_SECONDS, true);

  /** Options of a table whose updates may write parts of rows. */
  public TableOptions(int timeToLive, int maxVersions, long deviationSeconds, boolean allowUpdate) {
    this(timeToLive, maxVersions, deviationSeconds, allowUpdate, false);
  }

  /** Returns the oldest version in milliseconds that is still alive at a time. */
  public long oldestAlive(long nowMillis) {
    return timeToLive == FOREVER ? Long.MIN_VALUE : nowMillis - timeToLive * 1000L;
  }
}
