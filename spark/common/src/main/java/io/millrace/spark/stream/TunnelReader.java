package io.millrace.spark.stream;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One source of a query, among all that read the same tunnel in this driver. Thread-safe. */
final class TunnelReader implements AutoCloseable {

  /**
   * Queries that start within this time of each other begin together. Far below the hour that the
   * service keeps changes for at least, so that a position is never one that it has forgotten.
   */
  private static final Duration TOGETHER = Duration.ofMinutes(5);

  /**
   * A position that a query without a checkpoint began at.
   *
   * @param at when the first did, in nanoseconds
   * @param oldest whether it was made sure that nothing comes before it
   */
  private record Start(String token, long at, boolean oldest) {}

  private final TunnelReaders readers;
  private final String tunnel;
  private final String checkpoint;
  private final Thread query;
  private final List<TunnelReader> together;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final Set<String> finished = ConcurrentHashMap.newKeySet();
  private final Map<String, Start> starts = new ConcurrentHashMap<>();

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

  /**
   * Where this source, which has no checkpoint, begins in a channel: where another did that runs
   * since a moment ago, as the streams of one script do, or else at the tunnel's own position. So
   * it is not for the quicker of them, which moves the tunnel, to decide what the others read.
   *
   * @param position the tunnel's own position
   * @param nanoTime now
   */
  String initialPosition(String channel, Supplier<String> position, long nanoTime) {
    Start start =
        together.stream()
            .filter(reader -> reader != this && !reader.isOver())
            .map(reader -> reader.starts.get(channel))
            .filter(Objects::nonNull)
            .filter(other -> nanoTime - other.at() <= TOGETHER.toNanos())
            .findFirst()
            .orElseGet(() -> new Start(position.get(), nanoTime, false));
    starts.put(channel, start);
    return start.token();
  }

  /** Whether this source begins in a channel where another made sure that nothing comes before. */
  boolean startsAtOldest(String channel) {
    return starts.containsKey(channel) && starts.get(channel).oldest();
  }

  /** This source has made sure that nothing comes before where it begins. */
  void madeSureOfOldest() {
    starts.replaceAll((channel, start) -> new Start(start.token(), start.at(), true));
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
