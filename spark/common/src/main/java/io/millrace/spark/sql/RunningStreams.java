package io.millrace.spark.sql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams that run in this JVM, whichever session started them. One thread writes how they are
 * to the registry every few seconds, for other applications to see, and ends those that another
 * application asked to end. They are stopped when the process is asked to end. Thread-safe.
 */
final class RunningStreams {

  /** How often a status is written. */
  static final Duration BEAT = Duration.ofSeconds(3);

  /** Hooks of a higher number are run first; that of Spark has 30 more than that of the files. */
  private static final int BEFORE_SPARK = FileSystem.SHUTDOWN_HOOK_PRIORITY + 40;

  /** How long Spark waits for the streams when the process ends. */
  private static final Duration LAST_STOP = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(RunningStreams.class);
  private static final RunningStreams INSTANCE = new RunningStreams(Clock.systemUTC());

  private final class Entry {
    private final StreamingQuery query;
    private final StreamRegistry registry;
    private final boolean bounded;
    private final StreamStatus.Owner owner;
    private final Instant since;
    private Instant ended;
    private boolean stopped;
    private boolean warned;

    /** Whether all is said: it was dropped, or its end is written and it may run elsewhere. */
    private boolean closed;

    private Entry(StreamingQuery query, boolean bounded, StreamRegistry registry) {
      this.query = query;
      this.registry = registry;
      this.bounded = bounded;
      this.owner = owner(query);
      this.since = clock.instant();
    }

    private synchronized StreamStatus status() {
      Instant now = clock.instant();
      boolean active = query.isActive();
      if (!active && ended == null) {
        ended = now;
      }
      return new StreamStatus(
          active ? StreamStatus.State.RUNNING : endState(),
          Optional.of(owner),
          active ? since : ended,
          now,
          query.exception().isDefined()
              ? Optional.of(RootCause.sentence(query.exception().get()))
              : Optional.empty(),
          Optional.ofNullable(query.lastProgress()).map(progress -> progress.json()));
    }

    private StreamStatus.State endState() {
      if (query.exception().isDefined()) {
        return StreamStatus.State.FAILED;
      }
      return bounded && !stopped ? StreamStatus.State.FINISHED : StreamStatus.State.STOPPED;
    }

    private void stop() throws TimeoutException {
      synchronized (this) {
        stopped = true;
      }
      query.stop();
    }

    /** Writes the status; a registry that cannot be written costs one line in the log. */
    private synchronized void write() {
      if (closed) {
        return;
      }
      try {
        StreamStatus status = status();
        registry.putStatus(query.name(), status);
        closed = status.state() != StreamStatus.State.RUNNING;
      } catch (IOException | RuntimeException failed) {
        if (!warned) {
          LOG.warn(
              "The status of stream {} in {} is out of date: {}",
              query.name(),
              registry.location(),
              failed.toString());
          warned = true;
        }
      }
    }

    private synchronized void forget() {
      closed = true;
    }

    /** A request from before the start was meant for an application that did not live to answer. */
    private void dropOldRequest() {
      try {
        registry.clearRequest(query.name());
      } catch (IOException | RuntimeException failed) {
        LOG.warn("An old request about stream {} stays: {}", query.name(), failed.toString());
      }
    }

    private void answerRequest() {
      try {
        if (registry.isStopRequested(query.name())) {
          registry.clearRequest(query.name());
          stop();
        }
      } catch (IOException | TimeoutException | RuntimeException failed) {
        LOG.warn("Stream {} was asked to stop and did not: {}", query.name(), failed.toString());
      }
    }
  }

  private final Clock clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** One for each name that a statement was about; names are few. */
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  private final ScheduledThreadPoolExecutor thread;

  /** The next look at the streams; null while none runs. */
  private ScheduledFuture<?> nextBeat;

  private boolean stopsAtTheEnd;

  private RunningStreams(Clock clock) {
    this.clock = clock;
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, "millrace-streams");
              made.setDaemon(true);
              return made;
            });
    // The thread ends while no stream runs.
    thread.setKeepAliveTime(2 * BEAT.toMillis(), TimeUnit.MILLISECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  static RunningStreams ofThisJvm() {
    return INSTANCE;
  }

  /**
   * Does something to a stream while no other session of this JVM starts, stops, alters or drops
   * one of its name.
   */
  <T> T alone(StreamRegistry registry, String name, Callable<T> action) throws Exception {
    ReentrantLock lock = locks.computeIfAbsent(key(registry, name), unused -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      return action.call();
    } finally {
      lock.unlock();
    }
  }

  /** Who runs streams here. */
  static StreamStatus.Owner owner(StreamingQuery query) {
    return owner(query.sparkSession().sparkContext().applicationId());
  }

  static StreamStatus.Owner owner(String application) {
    ProcessHandle process = ProcessHandle.current();
    return new StreamStatus.Owner(
        application,
        host(),
        process.pid(),
        process.info().startInstant().map(Instant::toEpochMilli).orElse(0L));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  void add(StreamingQuery query, boolean bounded, StreamRegistry registry) {
    Entry entry = new Entry(query, bounded, registry);
    entry.dropOldRequest();
    entries.put(key(registry, query.name()), entry);
    entry.write();
    stopAtTheEnd();
    synchronized (thread) {
      if (nextBeat == null) {
        nextBeat = scheduled();
      }
    }
  }

  /** Else Spark would end what the streams run on, and they would have failed of it. */
  private synchronized void stopAtTheEnd() {
    if (!stopsAtTheEnd && !ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get()
          .addShutdownHook(
              this::stopAll, BEFORE_SPARK, LAST_STOP.toMillis(), TimeUnit.MILLISECONDS);
      stopsAtTheEnd = true;
    }
  }

  private void stopAll() {
    for (Entry entry : entries.values()) {
      try {
        if (entry.query.isActive()) {
          entry.stop();
        }
      } catch (TimeoutException | RuntimeException failed) {
        LOG.warn(
            "Stream {} did not stop before the process ends: {}",
            entry.query.name(),
            failed.toString());
      }
    }
    settle();
  }

  private void beat() {
    settle(); // Before requests are looked at, which may be for whoever runs them now.
    for (Entry entry : entries.values()) {
      entry.answerRequest();
      entry.write();
    }
    settle();
    synchronized (thread) {
      nextBeat = entries.isEmpty() ? null : scheduled();
    }
  }

  private ScheduledFuture<?> scheduled() {
    return thread.schedule(this::beat, BEAT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Writes the last status of the streams that have ended, and lets go of them. */
  void settle() {
    entries.forEach(
        (key, entry) -> {
          if (!entry.query.isActive()) {
            entry.write();
            entries.remove(key, entry);
          }
        });
  }

  /** A stream that runs here. */
  Optional<StreamingQuery> find(StreamRegistry registry, String name) {
    return Optional.ofNullable(entries.get(key(registry, name)))
        .map(entry -> entry.query)
        .filter(StreamingQuery::isActive);
  }

  /** How a stream of this JVM is; empty when none of that name runs here. */
  Optional<StreamStatus> status(StreamRegistry registry, String name) {
    return Optional.ofNullable(entries.get(key(registry, name))).map(Entry::status);
  }

  /** The names of those of a registry that run here. */
  List<String> names(StreamRegistry registry) {
    return entries.values().stream()
        .filter(entry -> entry.registry.location().equals(registry.location()))
        .map(entry -> entry.query.name())
        .sorted()
        .toList();
  }

  /** Ends a stream of this JVM and waits until it has ended; false when none of that name runs. */
  boolean stop(StreamRegistry registry, String name) throws TimeoutException {
    Entry entry = entries.get(key(registry, name));
    if (entry == null || !entry.query.isActive()) {
      return false;
    }
    entry.stop();
    settle();
    return true;
  }

  /** Lets go of a stream that has ended and is dropped: nothing more is written about it. */
  void forget(StreamRegistry registry, String name) {
    Entry entry = entries.remove(key(registry, name));
    if (entry != null) {
      entry.forget();
    }
  }

  private static String key(StreamRegistry registry, String name) {
    return registry.location() + "\n" + name;
  }
}
