package io.millrace.cli.demo;

import io.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory of one demo: the server's data, the query's checkpoint, the script, Spark's log.
 * One demo holds it at a time.
 */
final class RunDirectory implements AutoCloseable {
  private static final String LOCK = "demo.lock";
  private static final String MARKER = "demo.properties";

  private final Path path;
  private final FileChannel lockFile;
  private final boolean temporary;
  private boolean kept;

  private RunDirectory(Path path, FileChannel lockFile, boolean temporary) {
    this.path = path;
    this.lockFile = lockFile;
    this.temporary = temporary;
  }

  /**
   * Opens {@code path}, making it if it is not there; a later demo on it goes on where this one
   * ended.
   *
   * @throws CommandFailure if it is in use, holds something else, or cannot be made
   */
  static RunDirectory open(Path path) {
    Path directory = path.toAbsolutePath().normalize();
    try {
      if (Files.exists(directory) && !Files.isDirectory(directory)) {
        throw new CommandFailure("'" + path + "' is a file; give --dir a directory.");
      }
      Files.createDirectories(directory);
      if (!Files.exists(directory.resolve(MARKER)) && !isEmpty(directory)) {
        throw new CommandFailure(
            "'"
                + path
                + "' holds files that are not of a demo; give --dir an empty or new directory.");
      }
      return lock(directory, false)
          .orElseThrow(
              () ->
                  new CommandFailure(
                      "'" + path + "' is in use by another demo; end it or give another --dir."));
    } catch (IOException e) {
      throw new CommandFailure("'" + path + "' cannot be used as --dir: " + e, e);
    }
  }

  /**
   * A new directory under {@code parent}, deleted when closed; those that a killed demo left there
   * are deleted first.
   */
  static RunDirectory temporary(Path parent, String name) {
    try {
      Files.createDirectories(parent);
      try (Stream<Path> left = Files.list(parent)) {
        for (Path directory : left.filter(Files::isDirectory).toList()) {
          Optional<RunDirectory> unused = lock(directory, true);
          unused.ifPresent(RunDirectory::close);
        }
      }
      Path directory = Files.createDirectory(parent.resolve(name));
      return lock(directory, true)
          .orElseThrow(() -> new IOException("'" + directory + "' is locked"));
    } catch (IOException e) {
      throw new CommandFailure(
          "No directory for the demo can be made in '" + parent + "': " + e, e);
    }
  }

  private static Optional<RunDirectory> lock(Path directory, boolean temporary) throws IOException {
    FileChannel file =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = file.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very process: as good as held by another.
    } finally {
      if (lock == null) {
        file.close();
      }
    }
    return lock == null
        ? Optional.empty()
        : Optional.of(new RunDirectory(directory, file, temporary));
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.allMatch(file -> file.endsWith(LOCK));
    }
  }

  Path path() {
    return path;
  }

  Path serverData() {
    return path.resolve("tablestore");
  }

  Path checkpoint() {
    return path.resolve("checkpoint");
  }

  Path script() {
    return path.resolve("stream-computing.sql");
  }

  Path sparkLog() {
    return path.resolve("spark.log");
  }

  Path marker() {
    return path.resolve(MARKER);
  }

  /** True if it is deleted when closed. */
  boolean isTemporary() {
    return temporary;
  }

  /** Leaves the directory in place when closed, so that its log can be read. */
  void keep() {
    kept = true;
  }

  @Override
  public void close() {
    try {
      if (temporary && !kept) {
        delete(path);
      }
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult
                  .CONTINUE; // A process that is just ending took its own file away.
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException e)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Options for Spark that keep its scratch files inside. */
  List<String> sparkOptions() {
    return List.of(
        "--conf", "spark.local.dir=" + path.resolve("scratch"),
        "--conf", "spark.sql.warehouse.dir=" + path.resolve("warehouse"));
  }
}
