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

  private final Path path;
  private final FileChannel lockChannel;

  private StoreDirectory(Path path, FileChannel lockChannel) {
    this.path = path;
    this.lockChannel = lockChannel;
  }

  /**
   * Takes a directory, which is made if it does not exist.
   *
   * @throws StoreException if it is in use, has another format or holds something else
   */
  static StoreDirectory take(Path path) {
    FileChannel channel = null;
    try {
      Files.createDirectories(path);
      refuseForeign(path);
      channel =
          FileChannel.open(
              path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock(path, channel);
      checkFormat(path);
      return new StoreDirectory(path, channel);
    } catch (IOException e) {
      closeAfter(e, channel);
      throw new StoreException(
          "The data directory '%s' cannot be used: %s. Give a directory that can be written."
              .formatted(path, e),
          e);
    } catch (RuntimeException e) {
      closeAfter(e, channel);
      throw e;
    }
  }

  Path database() {
    return path.resolve("db");
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

  private static void checkFormat(Path path) throws IOException {
    Path file = path.resolve(FORMAT_FILE);
    if (!Files.exists(file)) {
      writeFormat(path, file);
      return;
    }
    String text = Files.readString(file, StandardCharsets.UTF_8).strip();
    int version;
    try {
      version = Integer.parseInt(text.substring(Math.min(text.length(), FORMAT_PREFIX.length())));
    } catch (NumberFormatException e) {
      version = 0;
    }
    if (!text.startsWith(FORMAT_PREFIX) || version < 1) {
      throw new StoreException(
          "The file '%s' is damaged: it should hold '%s%d', not '%s'."
              .formatted(file, FORMAT_PREFIX, FORMAT_VERSION, text));
    }
    if (version > FORMAT_VERSION) {
      throw new StoreException(
          "The data directory '%s' has format %d, newer than the %d this version can read: use the version that wrote it."
              .formatted(path, version, FORMAT_VERSION));
    }
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
