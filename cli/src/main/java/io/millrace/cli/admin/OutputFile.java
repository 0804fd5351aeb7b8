package io.millrace.cli.admin;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes a file that has its name only when it is whole. A device or a pipe is written as it is.
 */
final class OutputFile implements Closeable {
  private final Path path;
  private final Path part;
  private final Writer writer;

  OutputFile(Path path) throws IOException {
    this.path = path;
    boolean special = Files.exists(path) && !Files.isRegularFile(path);
    this.part = special ? path : path.resolveSibling(path.getFileName() + ".part");
    this.writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8);
  }

  Writer writer() {
    return writer;
  }

  /** Gives the file its name. */
  void finish() throws IOException {
    writer.close();
    if (!part.equals(path)) {
      Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Removes what was written, unless it is finished. */
  @Override
  public void close() throws IOException {
    writer.close();
    if (!part.equals(path)) {
      Files.deleteIfExists(part);
    }
  }
}
