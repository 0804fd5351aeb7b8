package io.millrace.cli.admin;

import io.millrace.cli.console.CommandFailure;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that can be read more than once. What cannot, stdin ({@code -}) or a pipe, is first copied
 * to a temporary file, which {@link #close} removes.
 */
record InputFile(Path path, String name, boolean temporary) implements Closeable {
  static InputFile of(String argument, InputStream stdin) throws IOException {
    if (argument.equals("-")) {
      return copy(stdin, "stdin");
    }
    Path path;
    try {
      path = Path.of(argument);
    } catch (InvalidPathException e) {
      throw new CommandFailure("'" + argument + "' is no path of a file; check it.", e);
    }
    if (Files.isDirectory(path)) {
      throw new CommandFailure("'" + argument + "' is a directory; name a file in it.");
    }
    if (Files.notExists(path)) {
      throw new CommandFailure("File '" + argument + "' does not exist; check the path.");
    }
    if (Files.isRegularFile(path)) {
      return new InputFile(path, argument, false);
    }
    try (InputStream pipe = Files.newInputStream(path)) {
      return copy(pipe, argument);
    }
  }

  private static InputFile copy(InputStream in, String name) throws IOException {
    InputFile copy = new InputFile(Files.createTempFile("millrace-", ".tmp"), name, true);
    try {
      Files.copy(in, copy.path, StandardCopyOption.REPLACE_EXISTING);
      return copy;
    } catch (IOException e) {
      copy.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      Files.deleteIfExists(path);
    }
  }
}
