package io.millrace.spark.stream;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One source of a query, among all that read the same tunnel in this driver. Thread-safe. */
final class TunnelReader implements AutoCloseable {

  private final TunnelReaders readers;
  private final String tunnel;
  private final String checkpoint;
  private final Thread query;
  private final List<TunnelReader> together;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Set<String> finished = ConcurrentHashMap.newKeySet();

  /**
   * A source among others.
   *
   * @param together all sources on the tunnel; this one is to be added
   */
  TunnelReader(
      TunnelReaders readers,
      String tunnel,
      String checkpoint,
      Thread query,
      List<TunnelReader> together) {
    this.readers = readers;
    this.tunnel = tunnel;
    this.checkpoint = checkpoint;
    this.query = query;
    this.together = together;
  }

  String checkpoint() {
    return checkpoint;
  }

  boolean isOf(Thread thread) {
    return query == thread;
  }

  /** A query that failed before it ran leaves sources that nobody closes. */
  boolean isOver() {
    return !query.isAlive();
  }

  /**
   * Where this source begins in a channel that has opened: where the first reader in this driver
   * did, even if others have moved the tunnel's own position since.
   */
  String beginning(String channel, Supplier<String> position) {
    return readers.beginning(tunnel, channel, position);
  }

  /** The query's checkpoint says where this source is in these channels. */
  void knows(Collection<String> channels) {
    known.addAll(channels);
  }

  /** Whether the tunnel's own position in a channel matters to no source any more. */
  boolean allKnow(String channel) {
    return all(reader -> reader.known.contains(channel));
  }

  /** This source has read a channel to its end. */
  void hasFinished(String channel) {
    finished.add(channel);
  }

  /** Whether all sources have read a channel to its end. */
  boolean allHaveFinished(String channel) {
    return all(reader -> reader.finished.contains(channel));
  }

  /** The same for the sources of this query alone. */
  boolean queryHasFinished(String channel) {
    return all(reader -> !reader.isOf(query) || reader.finished.contains(channel));
  }

  private boolean all(Predicate<TunnelReader> ready) {
    return together.stream().allMatch(reader -> reader.isOver() || ready.test(reader));
  }

  @Override
  public void close() {
    together.remove(this);
  }
}
