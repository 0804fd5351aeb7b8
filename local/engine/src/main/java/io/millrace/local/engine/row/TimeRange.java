package io.millrace.local.engine.row;

/** Versions in milliseconds, {@code start} included, {@code end} not. */
public record TimeRange(long start, long end) {

  /** Exactly one version. */
  public static TimeRange at(long timestamp) {
    return new TimeRange(timestamp, timestamp + 1);
  }

  public boolean contains(long timestamp) {
    return timestamp >= start && timestamp < end;
  }
}
