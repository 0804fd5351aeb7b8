package io.millrace.benchmarks.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures {@code ./millrace server}, and DynamoDB Local beside it if its libraries are there.
 * Arguments: the seconds of a measurement, then any of {@code memory}, {@code disk}, {@code
 * dynamodb}; see benchmarks/README.md.
 */
public final class ServerBenchmark {

  private static final int CLIENTS = 8;
  private static final int DYNAMO_PORT = 18_000;
  private static final int TUNNEL_ROWS = 1_000_000;

  private final Path root = Path.of(System.getProperty("millrace.root", ".")).toAbsolutePath();
  private final PrintStream out = System.out;
  private final double seconds;

  private ServerBenchmark(double seconds) {
    this.seconds = seconds;
  }

  /** Runs the measurements and prints the figures. */
  public static void main(String[] args) throws Exception {
    double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 6;
    List<String> what = args.length > 1 ? List.of(args).subList(1, args.length) : List.of();
    new ServerBenchmark(seconds).run(what.isEmpty() ? List.of("memory", "disk", "dynamodb") : what);
  }

  private void run(List<String> what) throws Exception {
    machine();
    Path directory = Files.createTempDirectory("millrace-benchmark");
    if (what.contains("memory")) {
      out.println("\nMillrace in memory");
      tablestore(List.of("--in-memory"));
    }
    if (what.contains("disk")) {
      out.println("\nMillrace on disk, every write synced");
      tablestore(List.of("--data", directory.resolve("data").toString()));
    }
    Path libraries = root.resolve("benchmarks/dynamodb/target/lib");
    if (what.contains("dynamodb") && Files.isDirectory(libraries)) {
      out.println("\nDynamoDB Local in memory");
      dynamo(libraries, List.of("-inMemory"));
      out.println("\nDynamoDB Local on disk");
      Path data = Files.createDirectory(directory.resolve("dynamodb"));
      dynamo(libraries, List.of("-dbPath", data.toString()));
    }
  }

  private void machine() throws IOException {
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .map(line -> line.replaceAll(".*: ", ""))
            .orElse("unknown");
    out.printf(
        "%d CPUs (%s), Java %s, load before %s%n",
        Runtime.getRuntime().availableProcessors(),
        model,
        System.getProperty("java.version"),
        Files.readString(Path.of("/proc/loadavg")).strip());
    out.printf(
        "rows of 150 bytes, %d clients unless said, %.0f s each after as long a warm-up; client and"
            + " server share the CPUs%n",
        CLIENTS, seconds);
  }

  private void tablestore(List<String> storage) throws Exception {
    List<String> command = new ArrayList<>(List.of(root.resolve("millrace").toString(), "server"));
    command.addAll(List.of("--port", "0", "--partitions", "4"));
    command.addAll(storage);
    starts(() -> ServerProcess.startSaying(command));
    try (ServerProcess server = ServerProcess.startSaying(command)) {
      Tablestore rows = new Tablestore("bench");
      measure(server, rows);
      tunnel(server, new Tablestore("changes"));
      report("resident memory at the end", server.residentMegabytes() + " MB");
      new SdkLoad(server, seconds, this::report).run();
    }
  }

  private void dynamo(Path libraries, List<String> storage) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.add("-Xmx2g");
    command.add("-Djava.library.path=" + libraries);
    command.addAll(List.of("-cp", libraries + "/*"));
    command.add("com.amazonaws.services.dynamodbv2.local.main.ServerRunner");
    command.addAll(List.of("-disableTelemetry", "-port", Integer.toString(DYNAMO_PORT)));
    command.addAll(storage);
    starts(() -> ServerProcess.startAsking(command, DYNAMO_PORT, DynamoDb::serves));
    try (ServerProcess server = ServerProcess.startAsking(command, DYNAMO_PORT, DynamoDb::serves)) {
      measure(server, new DynamoDb());
      report("resident memory at the end", server.residentMegabytes() + " MB");
    }
  }

  private interface Starter {
    ServerProcess start() throws IOException, InterruptedException;
  }

  private void starts(Starter starter) throws IOException, InterruptedException {
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      try (ServerProcess server = starter.start()) {
        times.add(server.startSeconds());
      }
    }
    times.sort(null);
    report(
        "start, launch to ready",
        "%.2f s (median of 5, %.2f to %.2f)".formatted(times.get(2), times.get(0), times.get(4)));
  }

  private void measure(ServerProcess server, Target target)
      throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(2);
    report("resident memory idle", server.residentMegabytes() + " MB");
    try (Connection connection = new Connection(server.port())) {
      target.createTable(connection);
    }
    AtomicLong next = new AtomicLong();
    report(
        "put, cold server",
        Load.run(server, CLIENTS, seconds, (connection, client) -> put(target, connection, next)));
    for (int clients : new int[] {1, CLIENTS}) {
      measure(
          "put, %d clients".formatted(clients),
          server,
          clients,
          (connection, client) -> put(target, connection, next));
    }
    long written = next.get();
    for (int clients : new int[] {1, CLIENTS}) {
      AtomicLong read = new AtomicLong();
      measure(
          "get, %d clients".formatted(clients),
          server,
          clients,
          (connection, client) -> {
            target.get(connection, read.getAndAdd(7919) % written);
            return 1;
          });
    }
    AtomicLong batches = new AtomicLong(100_000_000);
    long before = server.residentMegabytes();
    long rows = 0;
    for (int clients : new int[] {1, 4}) {
      rows +=
          measure(
              "batch-written rows, %d clients".formatted(clients),
              server,
              clients,
              (connection, client) -> target.batch(connection, batches.getAndAdd(1_000)));
    }
    report(
        "memory for these rows",
        "%,d rows: %d MB before, %d MB after".formatted(rows, before, server.residentMegabytes()));
  }

  private static long put(Target target, Connection connection, AtomicLong next)
      throws IOException {
    target.put(connection, next.getAndIncrement());
    return 1;
  }

  /** Runs a load twice, reports the second, and returns the rows of both. */
  private long measure(String name, ServerProcess server, int clients, Load.Step step)
      throws IOException, InterruptedException {
    Load.Rate warm = Load.run(server, clients, seconds, step);
    Load.Rate rate = Load.run(server, clients, seconds, step);
    report(name, rate);
    return warm.count() + rate.count();
  }

  private void tunnel(ServerProcess server, Tablestore table)
      throws IOException, InterruptedException {
    String id;
    List<String> channels;
    try (Connection connection = new Connection(server.port())) {
      table.createTable(connection);
      id = table.createTunnel(connection);
      channels = table.channels(connection);
    }
    AtomicLong next = new AtomicLong();
    double cpu = server.cpuSeconds();
    long start = System.nanoTime();
    Load.all(
        4,
        client -> {
          try (Connection connection = new Connection(server.port())) {
            for (long first = next.getAndAdd(200);
                first < TUNNEL_ROWS;
                first = next.getAndAdd(200)) {
              table.batch(connection, first);
            }
            return null;
          }
        });
    report(
        "batch-written rows with a stream, 4 clients",
        new Load.Rate(TUNNEL_ROWS, (System.nanoTime() - start) / 1e9, server.cpuSeconds() - cpu));
    for (int round = 1; round <= 3; round++) {
      report("records through a tunnel, round " + round, drain(server, table, id, channels));
    }
  }

  private static Load.Rate drain(
      ServerProcess server, Tablestore table, String tunnel, List<String> channels)
      throws IOException, InterruptedException {
    double cpu = server.cpuSeconds();
    long start = System.nanoTime();
    AtomicLong records = new AtomicLong();
    Load.all(
        channels.size(),
        client -> {
          try (Connection connection = new Connection(server.port())) {
            records.addAndGet(table.drain(connection, tunnel, channels.get(client)));
            return null;
          }
        });
    if (records.get() != TUNNEL_ROWS) {
      throw new IOException(records + " of " + TUNNEL_ROWS + " records came through the tunnel");
    }
    return new Load.Rate(
        records.get(), (System.nanoTime() - start) / 1e9, server.cpuSeconds() - cpu);
  }

  private void report(String name, Object figure) {
    out.printf("  %-46s %s%n", name, figure);
    out.flush();
  }
}
