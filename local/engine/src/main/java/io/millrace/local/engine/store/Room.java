package io.millrace.local.engine.store;

import java.io.File;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Watches the space of a disk, so that writes are refused before the disk is full: a database that
 * fails in the middle of a write refuses all until it is opened again. For use under a lock.
 */
final class Room {

  /** What is left for files that the database writes without being asked. */
  private static final long RESERVE = 8L << 20;

  /** A write stands in the journal, then in a table, and in another while tables are merged. */
  private static final int TIMES_WRITTEN = 3;

  private static final long LOOK_EVERY_NANOS = 200_000_000;

  private final File directory;
  private final LongSupplier unwritten;
  private long left;
  private long lookedNanos;

  /**
   * The space of a directory's disk.
   *
   * @param unwritten how many bytes are yet to be written for what was accepted before
   */
  Room(Path directory, LongSupplier unwritten) {
    this.directory = directory.toFile();
    this.unwritten = unwritten;
    look();
  }

  /** Tells whether there is room for so many bytes, which are not taken yet. */
  boolean has(long bytes) {
    look();
    return TIMES_WRITTEN * bytes <= left;
  }

  /** Takes room for so many bytes and tells whether there was. */
  boolean take(long bytes) {
    long needed = TIMES_WRITTEN * bytes;
    if (needed > left || System.nanoTime() - lookedNanos > LOOK_EVERY_NANOS) {
      look();
    }
    if (needed > left) {
      return false;
    }
    left -= needed;
    return true;
  }

  private void look() {
    lookedNanos = System.nanoTime();
    left = directory.getUsableSpace() - unwritten.getAsLong() - RESERVE;
  }
}
