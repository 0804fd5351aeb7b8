package io.millrace.spark.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who reads which tunnel in this driver. A tunnel opens a channel to whoever comes when its parents
 * are read, and tells a newcomer the position that was told to it last: a reader that is behind
 * would pass over changes. So the readers of a tunnel, the sources of a self-join as well as
 * several queries, tell it nothing before all of them are ready for it.
 *
 * <p>Thread-safe.
 */
final class TunnelReaders {

  static final TunnelReaders SHARED = new TunnelReaders();

  private static final Logger LOG = LoggerFactory.getLogger(TunnelReaders.class);

  private final Map<String, List<TunnelReader>> readers = new HashMap<>();

  /**
   * Enters a source.
   *
   * @param checkpoint the query's directory, to name it to others
   * @param query the query's own thread: when it has ended, so has the query
   */
  synchronized TunnelReader enter(SourceIdentity source, String checkpoint, Thread query) {
    List<TunnelReader> together =
        readers.computeIfAbsent(source.tunnel(), tunnel -> new CopyOnWriteArrayList<>());
    together.removeIf(TunnelReader::isOver);
    TunnelReader reader = new TunnelReader(checkpoint, query, together);
    together.stream()
        .filter(other -> !other.isOf(query))
        .findFirst()
        .ifPresent(
            other ->
                LOG.warn(
                    "The query with the checkpoint directory {} reads {} beside the one with {}:"
                        + " while both run they wait for each other at the ends of channels; give"
                        + " each a tunnel of its own if they do not always run together.",
                    checkpoint,
                    source,
                    other.checkpoint()));
    together.add(reader);
    return reader;
  }
}
