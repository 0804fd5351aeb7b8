package io.millrace.local.server;

import io.millrace.local.engine.Engine;
import io.millrace.local.engine.EngineOptions;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.MemoryStore;
import io.millrace.local.engine.store.RocksStore;
import io.millrace.local.engine.store.StoreException;
import io.millrace.local.server.access.InstanceNames;
import io.millrace.local.server.fault.Faults;
import io.millrace.local.server.http.HttpListener;
import io.millrace.local.server.http.ListenerSettings;
import io.millrace.local.server.http.PemIdentity;
import io.millrace.local.server.seed.Seed;
import io.millrace.local.server.seed.SeedException;
import io.millrace.local.server.seed.Seeder;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ServiceException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running local Tablestore: a server that official clients take for the service.
 *
 * <pre>{@code
 * try (LocalTablestore server = LocalTablestore.start()) {
 *   SyncClient client = new SyncClient(server.endpoint(), "local", "local", "millrace");
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. Its threads are daemons: they keep no JVM alive.
 */
public final class LocalTablestore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LocalTablestore.class);
  private static final Duration LAST_CALLS = Duration.ofSeconds(2);

  private final HttpListener listener;
  private final Engine engine;
  private final ServiceClock clock;
  private final ServerParts parts;
  private final String endpoint;

  private LocalTablestore(
      HttpListener listener, Engine engine, ServiceClock clock, ServerParts parts) {
    this.listener = listener;
    this.engine = engine;
    this.clock = clock;
    this.parts = parts;
    this.endpoint = listener.uri();
  }

  /**
   * Starts a server in memory, on a free port of 127.0.0.1, with the instance {@value
   * LocalTablestoreBuilder#DEFAULT_INSTANCE} and access key id and secret {@value
   * LocalTablestoreBuilder#DEFAULT_ACCESS_KEY}.
   */
  public static LocalTablestore start() {
    return builder().start();
  }

  /** Options to start a server with. */
  public static LocalTablestoreBuilder builder() {
    return new LocalTablestoreBuilder();
  }

  /**
   * Loads the code that a later start needs, and takes nothing. For programs that have something
   * else to do before they can start a server.
   *
   * @param durable whether the server will have a data directory
   */
  public static void prepare(boolean durable) {
    HttpListener.prepare();
    if (durable) {
      RocksStore.prepare();
    }
  }

  static LocalTablestore start(LocalTablestoreBuilder options) {
    options.instances().forEach(LocalTablestore::checkName);
    Seed seed = read(options.seeds(), options.instances().get(0));
    HttpListener listener = bind(options);
    Engine engine = null;
    ServerParts parts = null;
    List<String> made = new ArrayList<>();
    try {
      ServiceClock clock = options.clock().map(ServiceClock::of).orElseGet(ServiceClock::ofSystem);
      engine = open(options, clock);
      made.addAll(options.instances());
      made.removeAll(engine.instanceNames());
      made.forEach(engine::createInstance);
      parts = ServerParts.start(options, engine, clock);
      Seeder.apply(seed, engine, parts.tunnels());
      listener.serve(parts.calls());
      return new LocalTablestore(listener, engine, clock, parts);
    } catch (IOException | RuntimeException | LinkageError failure) {
      listener.close();
      if (parts != null) {
        parts.close();
      }
      if (engine != null) {
        takeBack(made, engine, failure);
        engine.close();
      }
      throw notStarted(failure);
    }
  }

  private static void checkName(String instance) {
    try {
      InstanceNames.check(instance);
    } catch (ServiceException unusable) {
      throw notStarted(unusable);
    }
  }

  /** A start that failed leaves no instance in the directory that it found without. */
  private static void takeBack(List<String> made, Engine engine, Throwable failure) {
    try {
      made.stream().filter(engine.instanceNames()::contains).forEach(engine::dropInstance);
    } catch (RuntimeException unwritable) {
      failure.addSuppressed(unwritable);
    }
  }

  private static LocalTablestoreException notStarted(Throwable failure) {
    if (failure instanceof LocalTablestoreException known) {
      return known;
    }
    if (failure instanceof ServiceException
        || failure instanceof StoreException
        || failure instanceof SeedException) {
      return new LocalTablestoreException(failure.getMessage(), failure);
    }
    return new LocalTablestoreException("The server could not be started: " + failure, failure);
  }

  private static Seed read(List<Path> seeds, String instance) {
    try {
      return Seed.read(seeds, instance);
    } catch (SeedException unusable) {
      throw new LocalTablestoreException(unusable.getMessage(), unusable);
    }
  }

  private static HttpListener bind(LocalTablestoreBuilder options) {
    String host = options.host();
    int port = options.port();
    ListenerSettings settings =
        ListenerSettings.of(host, port, Limits.REQUEST_BODY_SIZE).withIdentity(identity(options));
    try {
      return HttpListener.bind(settings);
    } catch (BindException failure) {
      if (port != 0 && String.valueOf(failure.getMessage()).contains("in use")) {
        throw new PortInUseException(host, port, failure);
      }
      throw cannotListen(host, port, failure);
    } catch (IOException failure) {
      throw cannotListen(host, port, failure);
    }
  }

  private static Optional<PemIdentity> identity(LocalTablestoreBuilder options) {
    try {
      return options.identity();
    } catch (IOException unreadable) {
      throw new LocalTablestoreException(
          "The server's certificate cannot be used: " + unreadable.getMessage(), unreadable);
    }
  }

  private static LocalTablestoreException cannotListen(String host, int port, IOException failure) {
    return new LocalTablestoreException(
        "Cannot listen on %s port %d (%s): choose another with --host and --port"
            .formatted(host, port, failure.getMessage()),
        failure);
  }

  private static Engine open(LocalTablestoreBuilder options, Clock clock) {
    EngineOptions engineOptions =
        EngineOptions.defaults().withClock(clock).withPartitions(options.partitions());
    KeyValueStore store =
        options.dataDirectory().<KeyValueStore>map(RocksStore::open).orElseGet(MemoryStore::new);
    return Engine.open(store, engineOptions);
  }

  /** Where clients connect to, such as {@code http://127.0.0.1:8087}. */
  public String endpoint() {
    return endpoint;
  }

  /** The port the server listens on. */
  public int port() {
    return listener.port();
  }

  /** The names of all instances, in order. */
  public List<String> instanceNames() {
    return engine.instanceNames();
  }

  /** Makes an instance, if there is none of the name. */
  public void createInstance(String name) {
    InstanceNames.check(name);
    parts
        .gate()
        .shared(
            () -> {
              engine.createInstance(name);
              return null;
            });
  }

  /** Removes an instance with all its tables and tunnels. */
  public void dropInstance(String name) {
    parts
        .gate()
        .alone(
            () -> {
              engine.dropInstance(name);
              return null;
            });
  }

  /**
   * Makes in an instance what seed files hold, or nothing of it; tables that are there already are
   * left alone.
   *
   * @throws LocalTablestoreException if something in them cannot be used
   */
  public void seed(String instance, List<Path> files) {
    Seed seed = read(files, instance);
    parts
        .gate()
        .alone(
            () -> {
              try {
                Seeder.apply(seed, engine, parts.tunnels());
              } catch (SeedException unusable) {
                throw new LocalTablestoreException(unusable.getMessage(), unusable);
              }
              return null;
            });
  }

  /**
   * Keeps an instance as it is now, with its tables, tunnels and everything in them, in place of an
   * earlier snapshot of that name.
   */
  public void saveSnapshot(String instance, String name) {
    parts.gate().alone(() -> parts.snapshots().save(instance, name));
  }

  /**
   * Makes an instance again what it was when a snapshot was made, whatever became of it since.
   *
   * @throws IllegalArgumentException if there is no such snapshot
   */
  public void restoreSnapshot(String instance, String name) {
    parts.gate().alone(() -> parts.snapshots().restore(instance, name));
  }

  /** Moves the time of the data forward: versions age, streams and tunnels expire. */
  public void advanceClock(Duration duration) {
    clock.advance(duration);
  }

  /** Sets the time of the data; it goes on from there. */
  public void setClock(Instant instant) {
    clock.set(instant);
  }

  /** What is to go wrong with the next requests. */
  public Faults faults() {
    return parts.faults();
  }

  /**
   * Answers the requests in flight, stops within 10 seconds, and frees the port and the data
   * directory. Requests that take longer keep the directory until the process ends.
   */
  @Override
  public void close() {
    listener.close();
    parts.close();
    if (parts.gate().close(LAST_CALLS)) {
      engine.close();
    } else {
      log.warn(
          "Requests are still being carried out; the data is left open until the process ends");
    }
  }
}
