package io.millrace.local.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * A directory that belongs to one store of one process: holds its lock, and the marker file {@code
 * FORMAT} that says which version of the layout it has.
 */
final class StoreDirectory implements AutoCloseable {

  /** The layout this program writes: keys and values of the engine, too, are part of it. */
  static final int FORMAT_VERSION = 1;

  private static final String FORMAT_FILE = "FORMAT";
  private static final String FORMAT_PREFIX = "millrace-store ";
  private static final String LOCK_FILE = "LOCKED";
  private static final String DATABASE = "db";

  private final Path path;
  private final FileChannel lockChannel;
  private final boolean marked;
  private final String damageOfMarker;

  private StoreDirectory(
      Path path, FileChannel lockChannel, boolean marked, String damageOfMarker) {
    this.path = path;
    this.lockChannel = lockChannel;
    this.marked = marked;
    this.damageOfMarker = damageOfMarker;
  }

  /**
   * Takes a directory, which is made if it does not exist.
   *
   * @throws StoreException if it is in use, has another format or holds something else
   */
  static StoreDirectory take(Path path) {
    return take(path, true);
  }

  /**
   * Takes a directory that is there.
   *
   * @throws StoreException if there is none, it is in use, or has another format
   */
  static StoreDirectory takeExisting(Path path) {
    return take(path, false);
  }

  private static StoreDirectory take(Path path, boolean create) {
    FileChannel channel = null;
    try {
      if (create) {
        Files.createDirectories(path);
        refuseForeign(path);
      } else if (!Files.exists(path.resolve(FORMAT_FILE))
          && !Files.isDirectory(path.resolve(DATABASE))) {
        throw new StoreException(
            "'%s' is no data directory: it has neither the file %s nor the directory %s. Give what a server got with --data."
                .formatted(path, FORMAT_FILE, DATABASE));
      }
      channel =
          FileChannel.open(
              path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock(path, channel);
      String damage = damageOfMarker(path);
      if (damage != null && create) {
        throw new StoreException(damage);
      }
      boolean marked = damage == null && Files.exists(path.resolve(FORMAT_FILE));
      return new StoreDirectory(path, channel, marked, damage);
    } catch (IOException e) {
      closeAfter(e, channel);
      throw unusable(path, e);
    } catch (RuntimeException e) {
      closeAfter(e, channel);
      throw e;
    }
  }

  Path path() {
    return path;
  }

  Path database() {
    return path.resolve(DATABASE);
  }

  /** Returns a name that is free for another database beside this one. */
  Path other(String purpose) {
    for (int i = 1; ; i++) {
      Path free = path.resolve(DATABASE + "." + purpose + "-" + i);
      if (!Files.exists(free)) {
        return free;
      }
    }
  }

  /**
   * Tells whether the marker was there when the directory was taken. It is written when the
   * database has been made, and before anything is in it.
   */
  boolean isMarked() {
    return marked;
  }

  /** Tells whether there are files of a database that hold something. */
  boolean hasTables() {
    try (Stream<Path> files = Files.exists(database()) ? Files.list(database()) : Stream.of()) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith(".sst"));
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /** Says in the marker what layout the directory has. */
  void mark() {
    try {
      writeFormat(path, path.resolve(FORMAT_FILE));
    } catch (IOException e) {
      throw unusable(path, e);
    }
  }

  /** Returns why the directory is not marked. */
  StoreException unmarked() {
    if (damageOfMarker != null) {
      return new StoreException(damageOfMarker);
    }
    return new StoreException(
        "The file '%s' is missing, but there is data beside it: restore the file from a copy, or run 'millrace admin repair %s'."
            .formatted(path.resolve(FORMAT_FILE), path));
  }

  private static StoreException unusable(Path path, IOException e) {
    return new StoreException(
        "The data directory '%s' cannot be used: %s. Give a directory that can be written."
            .formatted(path, e),
        e);
  }

  @Override
  public void close() {
    try {
      lockChannel.close();
    } catch (IOException e) {
      throw new StoreException("The lock of '%s' cannot be given back: %s.".formatted(path, e), e);
    }
  }

  private static void refuseForeign(Path path) throws IOException {
    if (Files.exists(path.resolve(FORMAT_FILE))) {
      return;
    }
    try (Stream<Path> files = Files.list(path)) {
      if (files.anyMatch(file -> !file.getFileName().toString().startsWith(LOCK_FILE))
          && !Files.exists(path.resolve(LOCK_FILE))) {
        throw new StoreException(
            "The directory '%s' is not empty and has no file %s: give an empty directory, or one that a store made."
                .formatted(path, FORMAT_FILE));
      }
    }
  }

  private static void lock(Path path, FileChannel channel) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      throw new StoreException(
          "The data directory '%s' is in use by another server: stop it, or give another directory."
              .formatted(path));
    }
  }

  /** Returns what is wrong with the marker, if anything; a newer format is refused at once. */
  private static String damageOfMarker(Path path) throws IOException {
    Path file = path.resolve(FORMAT_FILE);
    if (!Files.exists(file)) {
      return null;
    }
    String text = Files.readString(file, StandardCharsets.UTF_8).strip();
    int version;
    try {
      version = Integer.parseInt(text.substring(Math.min(text.length(), FORMAT_PREFIX.length())));
    } catch (NumberFormatException e) {
      version = 0;
    }
    if (!text.startsWith(FORMAT_PREFIX) || version < 1) {
      return "The file '%s' is damaged: it should hold '%s%d', not '%s'."
          .formatted(file, FORMAT_PREFIX, FORMAT_VERSION, text);
    }
    if (version > FORMAT_VERSION) {
      throw new StoreException(
          "The data directory '%s' has format %d, newer than the %d this version can read: use the version that wrote it."
              .formatted(path, version, FORMAT_VERSION));
    }
    return null;
  }

  /** The marker is complete or absent, whenever the machine stops. */
  private static void writeFormat(Path path, Path file) throws IOException {
    Path draft = path.resolve(LOCK_FILE + ".format");
    try (FileChannel out =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      out.write(StandardCharsets.UTF_8.encode(FORMAT_PREFIX + FORMAT_VERSION + "\n"));
      out.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static void closeAfter(Exception failure, FileChannel channel) {
    if (channel == null) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
