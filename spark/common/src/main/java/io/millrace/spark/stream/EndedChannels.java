package io.millrace.spark.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Which channels ended to a source's knowledge: those that were over when it began, and those that
 * it had read when the tunnel was told so. The latter are files of its directory: a restart, from
 * an older batch too, must not take its own word for another's. Used by the stream's thread alone.
 */
final class EndedChannels {

  private static final String PREFIX = "ended-";
  private static final byte[] NOTHING = {};

  private final AtomicFiles files;

  private final Set<String> known;

  private EndedChannels(AtomicFiles files, Collection<String> before) {
    this.files = files;
    known = new HashSet<>(before);
  }

  /**
   * Those of the source with a directory.
   *
   * @param before those that were over when the source began
   */
  static EndedChannels under(
      String directory, Configuration configuration, Collection<String> before) {
    try {
      return new EndedChannels(AtomicFiles.under(directory, configuration), before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** To be called before the tunnel is told. */
  void add(String channel) {
    try {
      files.create(PREFIX + channel, NOTHING);
      known.add(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In this run, the source takes the end of a channel that it has not read for its own. */
  void passOver(String channel) {
    known.add(channel);
  }

  boolean contains(String channel) {
    try {
      if (!known.contains(channel) && files.read(PREFIX + channel).isPresent()) {
        known.add(channel);
      }
      return known.contains(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
