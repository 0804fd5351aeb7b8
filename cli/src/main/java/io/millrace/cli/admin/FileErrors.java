package io.millrace.cli.admin;

import io.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Failures of files as a sentence. */
final class FileErrors {
  private FileErrors() {}

  static CommandFailure explain(IOException failure) {
    return new CommandFailure(sentence(failure), failure);
  }

  private static String sentence(IOException failure) {
    if (failure instanceof NoSuchFileException missing) {
      return "File '" + missing.getFile() + "' does not exist; check the path.";
    }
    if (failure instanceof AccessDeniedException denied) {
      return "File '" + denied.getFile() + "' may not be accessed; check its permissions.";
    }
    if (failure instanceof FileSystemException other) {
      String reason = other.getReason() == null ? "the system refused it" : other.getReason();
      return "File '" + other.getFile() + "' cannot be used (" + reason + "); check the path.";
    }
    return "Reading or writing a file failed: " + failure.getMessage() + ".";
  }
}
