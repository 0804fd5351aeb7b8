package io.millrace.spark.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A moment at which a process ends as if killed, be it the driver or an executor: before or after
 * one of its writes to a part of a checkpoint, such as {@code AFTER:offsets:2} for the second. It
 * is the system property {@code crash.at}; without it, nothing happens. One process alone ends: the
 * one that creates the file {@code crash.once}.
 */
final class HaltPoint {

  /** Before the file has its name, or after. */
  enum Side {
    BEFORE,
    AFTER
  }

  static final String AT = "crash.at";
  static final String ONCE = "crash.once";

  private static final String[] WANTED = System.getProperty(AT, "").split(":");
  private static final AtomicInteger WRITES = new AtomicInteger();

  private HaltPoint() {}

  static void reached(Side side, String path) {
    if (WANTED.length == 3
        && WANTED[0].equals(side.name())
        && path.contains("/" + WANTED[1])
        && WRITES.incrementAndGet() == Integer.parseInt(WANTED[2])
        && isFirst()) {
      Runtime.getRuntime().halt(137);
    }
  }

  private static boolean isFirst() {
    try {
      Files.createFile(Path.of(System.getProperty(ONCE)));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
