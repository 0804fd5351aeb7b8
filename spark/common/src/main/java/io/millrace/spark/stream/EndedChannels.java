package io.millrace.spark.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;

/**
 * Which channels a source has read to their end when the tunnel was told so, in files of its
 * directory: a restart, from an older batch too, must not take its own word for another's.
 */
final class EndedChannels {

  private static final String PREFIX = "ended-";
  private static final byte[] NOTHING = {};

  private final AtomicFiles files;

  private EndedChannels(AtomicFiles files) {
    this.files = files;
  }

  /** Those of the source with a directory. */
  static EndedChannels under(String directory, Configuration configuration) {
    try {
      return new EndedChannels(AtomicFiles.under(directory, configuration));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To be called before the tunnel is told. */
  void add(String channel) {
    try {
      files.create(PREFIX + channel, NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean contains(String channel) {
    try {
      return files.read(PREFIX + channel).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
