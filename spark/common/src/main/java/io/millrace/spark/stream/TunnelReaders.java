package io.millrace.spark.stream;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who reads which tunnel in this driver. A tunnel opens a channel to whoever comes when its parents
 * are read, and tells a newcomer the position that was told to it last: a reader that is behind
 * would pass over changes. So the readers of a tunnel, the sources of a self-join as well as
 * several queries, tell it nothing before all of them are ready for it. One that was not there
 * meanwhile begins where the first of them began.
 *
 * <p>Thread-safe.
 */
final class TunnelReaders {

  static final TunnelReaders SHARED = new TunnelReaders();

  private static final Logger LOG = LoggerFactory.getLogger(TunnelReaders.class);

  private static final int MOST_REMEMBERED = 10_000;

  /** A channel that opened while it was waited for. */
  private record Opened(String tunnel, String channel) {}

  private final Map<String, List<TunnelReader>> readers = new HashMap<>();

  /** Where the first reader of a channel began, the oldest forgotten first. */
  private final Map<Opened, String> beginnings =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Opened, String> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

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
    TunnelReader reader = new TunnelReader(this, source.tunnel(), checkpoint, query, together);
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

  /**
   * Where a channel begins that has opened.
   *
   * @param position the tunnel's own position in it
   */
  String beginning(String tunnel, String channel, Supplier<String> position) {
    Opened opened = new Opened(tunnel, channel);
    synchronized (beginnings) {
      if (beginnings.containsKey(opened)) {
        return beginnings.get(opened);
      }
    }
    String token = position.get();
    synchronized (beginnings) {
      String first = beginnings.putIfAbsent(opened, token);
      return first == null ? token : first;
    }
  }
}
