package io.millrace.local.server;

import io.millrace.local.server.access.AccessKey;
import io.millrace.local.server.http.PemIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Options of a {@link LocalTablestore}. Not for use by several threads. */
public final class LocalTablestoreBuilder {
  /** The instance of a server that was given none. */
  public static final String DEFAULT_INSTANCE = "millrace";

  /** The access key id, and its secret, of a server that was given none. */
  public static final String DEFAULT_ACCESS_KEY = "local";

  private static final int MAX_PORT = 65_535;

  private final List<String> instances = new ArrayList<>();
  private final List<AccessKey> accessKeys = new ArrayList<>();
  private final List<Path> seeds = new ArrayList<>();
  private String host = "127.0.0.1";
  private int port;
  private Path dataDirectory;
  private Path accessLog;
  private Path certificates;
  private Path privateKey;
  private int partitions = 1;
  private Clock clock;
  private Clock wallClock = Clock.systemUTC();
  private boolean lenient;
  private int tableRate;

  LocalTablestoreBuilder() {}

  /** The address to listen on. Default: 127.0.0.1. */
  public LocalTablestoreBuilder host(String newHost) {
    host = Objects.requireNonNull(newHost, "host");
    return this;
  }

  /** The port to listen on. Default: 0, any free one. */
  public LocalTablestoreBuilder port(int newPort) {
    if (newPort < 0 || newPort > MAX_PORT) {
      throw new IllegalArgumentException(
          "The port must be in range [0, 65535], not " + newPort + ".");
    }
    port = newPort;
    return this;
  }

  /** Keeps everything in memory, until the server is closed. This is the default. */
  public LocalTablestoreBuilder inMemory() {
    dataDirectory = null;
    return this;
  }

  /**
   * Keeps everything in a directory, which is made if it does not exist. One server at a time can
   * use it.
   */
  public LocalTablestoreBuilder dataDirectory(Path directory) {
    dataDirectory = Objects.requireNonNull(directory, "directory");
    return this;
  }

  /** Adds an instance. A server that is given none has {@value #DEFAULT_INSTANCE}. */
  public LocalTablestoreBuilder instance(String name) {
    instances.add(Objects.requireNonNull(name, "name"));
    return this;
  }

  /** Adds a user. A server that is given none has id and secret {@value #DEFAULT_ACCESS_KEY}. */
  public LocalTablestoreBuilder accessKey(String id, String secret) {
    if (id.isEmpty() || secret.isEmpty()) {
      throw new IllegalArgumentException(
          "An access key needs an id and a secret that are not empty.");
    }
    accessKeys.add(new AccessKey(id, secret));
    return this;
  }

  /**
   * How many partitions, and so Stream channels, a new table has. Default: 1, as in the service.
   */
  public LocalTablestoreBuilder partitions(int count) {
    partitions = count;
    return this;
  }

  /**
   * The time of the data: versions, expiry, retention, leases. Default: the system's. The dates of
   * requests and replies always follow the system's clock.
   */
  public LocalTablestoreBuilder clock(Clock newClock) {
    clock = Objects.requireNonNull(newClock, "clock");
    return this;
  }

  /**
   * Speaks HTTPS instead of HTTP.
   *
   * @param newCertificates a PEM file with the certificate chain, the server's own first
   * @param newPrivateKey a PEM file with its key in PKCS #8 form, not encrypted
   */
  public LocalTablestoreBuilder tls(Path newCertificates, Path newPrivateKey) {
    certificates = Objects.requireNonNull(newCertificates, "newCertificates");
    privateKey = Objects.requireNonNull(newPrivateKey, "newPrivateKey");
    return this;
  }

  /** Appends a line for each answered request to a file. Default: none. */
  public LocalTablestoreBuilder accessLog(Path file) {
    accessLog = Objects.requireNonNull(file, "file");
    return this;
  }

  /**
   * Begins with what a file of JSON holds: tables, rows and tunnels. May be given several times.
   * Tables that are there already are left alone. If something in it cannot be used, the server
   * does not start and nothing of it is made.
   */
  public LocalTablestoreBuilder seed(Path file) {
    seeds.add(Objects.requireNonNull(file, "file"));
    return this;
  }

  /** The time that dates of requests are compared with, and that replies carry. */
  LocalTablestoreBuilder wallClock(Clock newClock) {
    wallClock = newClock;
    return this;
  }

  /** Takes dates and signatures of requests on trust. Default: false. */
  public LocalTablestoreBuilder lenient(boolean newLenient) {
    lenient = newLenient;
    return this;
  }

  /**
   * How many table operations (CreateTable, ListTable, DescribeTable, UpdateTable, DeleteTable) an
   * instance takes in a second of the data's time; more are answered with {@code
   * OTSQuotaExhausted}. The service takes 10. Default: any number.
   */
  public LocalTablestoreBuilder tableRate(int operationsPerSecond) {
    if (operationsPerSecond < 1) {
      throw new IllegalArgumentException(
          "The number of table operations a second must be at least 1, not "
              + operationsPerSecond
              + ".");
    }
    tableRate = operationsPerSecond;
    return this;
  }

  /**
   * Starts the server.
   *
   * @throws PortInUseException if another server has the port
   * @throws LocalTablestoreException if it cannot be started for another reason
   */
  public LocalTablestore start() {
    return LocalTablestore.start(this);
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  Optional<Path> dataDirectory() {
    return Optional.ofNullable(dataDirectory);
  }

  List<String> instances() {
    return instances.isEmpty() ? List.of(DEFAULT_INSTANCE) : List.copyOf(instances);
  }

  List<AccessKey> accessKeys() {
    return accessKeys.isEmpty()
        ? List.of(new AccessKey(DEFAULT_ACCESS_KEY, DEFAULT_ACCESS_KEY))
        : List.copyOf(accessKeys);
  }

  List<Path> seeds() {
    return List.copyOf(seeds);
  }

  int partitions() {
    return partitions;
  }

  Optional<Clock> clock() {
    return Optional.ofNullable(clock);
  }

  Optional<PemIdentity> identity() throws IOException {
    return certificates == null
        ? Optional.empty()
        : Optional.of(PemIdentity.read(certificates, privateKey));
  }

  Optional<Path> accessLog() {
    return Optional.ofNullable(accessLog);
  }

  Clock wallClock() {
    return wallClock;
  }

  boolean lenient() {
    return lenient;
  }

  /** 0 if there is no limit. */
  int tableRate() {
    return tableRate;
  }
}
