package io.millrace.spark.sql;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Small files in one directory of any file system that Hadoop knows. A reader sees a file as it was
 * before a replacement or after it, never in between; the last of several writers wins.
 */
final class RegistryFiles {

  private final Path directory;
  private final FileSystem files;
  private final Configuration hadoop;

  private RegistryFiles(Path directory, FileSystem files, Configuration hadoop) {
    this.directory = directory;
    this.files = files;
    this.hadoop = hadoop;
  }

  /** The files of a directory, which need not exist. */
  static RegistryFiles under(String directory, Configuration hadoop) throws IOException {
    Path path = new Path(directory);
    FileSystem files = path.getFileSystem(hadoop);
    return new RegistryFiles(files.makeQualified(path), files, hadoop);
  }

  /** The directory with its file system. */
  String location() {
    return directory.toString();
  }

  Optional<String> read(String name) throws IOException {
    try (InputStream in = files.open(new Path(directory, name))) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException none) {
      return Optional.empty();
    }
  }

  /** The names that begin with a prefix; none when the directory does not exist. */
  List<String> names(String prefix) throws IOException {
    List<String> names = new ArrayList<>();
    try {
      for (FileStatus file : files.listStatus(directory)) {
        if (file.getPath().getName().startsWith(prefix)) {
          names.add(file.getPath().getName());
        }
      }
    } catch (FileNotFoundException none) {
      return List.of();
    }
    return names;
  }

  void replace(String name, String content) throws IOException {
    Path target = new Path(directory, name);
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    switch (directory.toUri().getScheme()) {
      case "file" -> replaceLocal(target, bytes);
      case "hdfs", "viewfs" -> replaceByRename(target, bytes);
      // An object store shows a file when it is closed, and its renames are copies.
      default -> {
        try (OutputStream out = files.create(target, true)) {
          out.write(bytes);
        }
      }
    }
  }

  /**
   * Creates a file, which appears whole: false, and the file left as it is, when there is one of
   * that name. In an object store it is as exclusive as the store's creation without overwriting.
   */
  boolean create(String name, String content) throws IOException {
    Path target = new Path(directory, name);
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return switch (directory.toUri().getScheme()) {
      case "file" -> createLocal(target, bytes);
      case "hdfs", "viewfs" -> createByRename(target, bytes);
      default -> createInStore(target, bytes);
    };
  }

  /** A hard link fails when its name is taken, which a rename does not. */
  private static boolean createLocal(Path target, byte[] bytes) throws IOException {
    java.nio.file.Path file = java.nio.file.Path.of(target.toUri().getPath());
    java.nio.file.Path draft = localDraft(file, bytes);
    try {
      Files.createLink(file, draft);
      return true;
    } catch (java.nio.file.FileAlreadyExistsException taken) {
      return false;
    } catch (UnsupportedOperationException noLinks) {
      throw new IOException("The file system of " + file + " has no hard links.", noLinks);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private boolean createInStore(Path target, byte[] bytes) throws IOException {
    try (OutputStream out = files.create(target, /* overwrite= */ false)) {
      out.write(bytes);
      return true;
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
  }

  private static void replaceLocal(Path target, byte[] bytes) throws IOException {
    java.nio.file.Path file = java.nio.file.Path.of(target.toUri().getPath());
    java.nio.file.Path draft = localDraft(file, bytes);
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static java.nio.file.Path localDraft(java.nio.file.Path file, byte[] bytes)
      throws IOException {
    Files.createDirectories(file.getParent());
    java.nio.file.Path draft = Files.createTempFile(file.getParent(), ".draft-", "");
    try {
      return Files.write(draft, bytes);
    } catch (IOException full) {
      Files.deleteIfExists(draft);
      throw full;
    }
  }

  private void replaceByRename(Path target, byte[] bytes) throws IOException {
    FileContext context = FileContext.getFileContext(directory.toUri(), hadoop);
    context.rename(draft(context, bytes), target, Options.Rename.OVERWRITE);
  }

  private boolean createByRename(Path target, byte[] bytes) throws IOException {
    FileContext context = FileContext.getFileContext(directory.toUri(), hadoop);
    Path draft = draft(context, bytes);
    try {
      context.rename(draft, target, Options.Rename.NONE);
      return true;
    } catch (FileAlreadyExistsException taken) {
      context.delete(draft, false);
      return false;
    }
  }

  private Path draft(FileContext context, byte[] bytes) throws IOException {
    Path draft = new Path(directory, ".draft-" + UUID.randomUUID());
    try (OutputStream out =
        context.create(draft, EnumSet.of(CreateFlag.CREATE), Options.CreateOpts.createParent())) {
      out.write(bytes);
    }
    return draft;
  }

  /** Deletes a file if it exists. */
  void delete(String name) throws IOException {
    files.delete(new Path(directory, name), false);
  }
}
