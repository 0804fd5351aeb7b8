package io.millrace.spark.crash;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A moment at which the process ends as if killed: before or after one of the writes to a part of a
 * checkpoint, such as {@code AFTER:offsets:2} for the second. Given as the system property {@code
 * crash.at}; without it, nothing happens.
 */
final class HaltPoint {

  /** Before the file is begun, or after it has its name. */
  enum Side {
    BEFORE,
    AFTER
  }

  private static final String[] WANTED = System.getProperty("crash.at", "").split(":");
  private static final AtomicInteger WRITES = new AtomicInteger();

  private HaltPoint() {}

  static void reached(Side side, String path) {
    if (WANTED.length == 3
        && WANTED[0].equals(side.name())
        && path.contains("/" + WANTED[1] + "/")
        && WRITES.incrementAndGet() == Integer.parseInt(WANTED[2])) {
      Runtime.getRuntime().halt(137);
    }
  }
}
