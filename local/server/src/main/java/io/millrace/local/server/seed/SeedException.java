package io.millrace.local.server.seed;

import java.nio.file.Path;

/** A seed cannot be used. The message is one sentence that names the file and the line. */
public final class SeedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SeedException(Place place, String reason) {
    super("Seed file " + place.file() + ", line " + place.line() + ": " + reason);
  }

  SeedException(Path file, String reason) {
    super("Seed file " + file + " " + reason);
  }

  /**
   * Where an entry stands.
   *
   * @param line the line it begins on, from 1
   */
  record Place(Path file, int line) {}
}
