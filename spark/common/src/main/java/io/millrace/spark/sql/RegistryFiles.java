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

  private static void replaceLocal(Path target, byte[] bytes) throws IOException {
    java.nio.file.Path file = java.nio.file.Path.of(target.toUri().getPath());
    Files.createDirectories(file.getParent());
    java.nio.file.Path draft = Files.createTempFile(file.getParent(), ".draft-", "");
    try {
      Files.write(draft, bytes);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void replaceByRename(Path target, byte[] bytes) throws IOException {
    FileContext context = FileContext.getFileContext(directory.toUri(), hadoop);
    Path draft = new Path(directory, ".draft-" + UUID.randomUUID());
    try (OutputStream out =
        context.create(draft, EnumSet.of(CreateFlag.CREATE), Options.CreateOpts.createParent())) {
      out.write(bytes);
    }
    context.rename(draft, target, Options.Rename.OVERWRITE);
  }

  /** Deletes a file if it exists. */
  void delete(String name) throws IOException {
    files.delete(new Path(directory, name), false);
  }
}
