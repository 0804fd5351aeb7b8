package io.millrace.local.engine.row;

import io.millrace.protocol.error.Limits;

/**
 * What an operation consumed: capacity units as the service counts them, and the bytes they were
 * counted from.
 */
public record Capacity(int readUnits, int writeUnits, long readBytes, long writeBytes) {

  public static final Capacity NONE = new Capacity(0, 0, 0, 0);

  /** A read of so many bytes costs at least one unit. */
  public static Capacity ofRead(long bytes) {
    return new Capacity(Math.max(1, units(bytes)), 0, bytes, 0);
  }

  /** A write of so many bytes costs at least one unit. */
  public static Capacity ofWrite(long bytes) {
    return new Capacity(0, Math.max(1, units(bytes)), 0, bytes);
  }

  public Capacity plus(Capacity other) {
    return new Capacity(
        readUnits + other.readUnits,
        writeUnits + other.writeUnits,
        readBytes + other.readBytes,
        writeBytes + other.writeBytes);
  }

  private static int units(long bytes) {
    return Math.toIntExact((bytes + Limits.CAPACITY_UNIT_SIZE - 1) / Limits.CAPACITY_UNIT_SIZE);
  }
}
