package io.millrace.benchmarks.connector;

import io.millrace.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures the connector. Arguments: any of {@code rows}, {@code query}, {@code sink}, {@code
 * delay}, {@code idle}, {@code memory}; see benchmarks/README.md.
 */
public final class ConnectorBenchmark {

  private static final List<String> PARTS =
      List.of("rows", "query", "sink", "delay", "idle", "memory");
  private static final int[] WIDTHS = {4, 10, 20, 50};
  private static final int IDLE_CHANNELS = 64;

  private final Path root = Path.of(System.getProperty("millrace.root", ".")).toAbsolutePath();
  private final PrintStream out = System.out;
  private final Path directory = Files.createTempDirectory("millrace-benchmark");

  /** What part of the usual sizes to measure with; less than 1 for a trial. */
  private final double scale = Double.parseDouble(System.getProperty("millrace.scale", "1"));

  private ConnectorBenchmark() throws IOException {}

  /** Runs the measurements and prints the figures. */
  public static void main(String[] args) throws Exception {
    List<String> parts = args.length == 0 ? PARTS : List.of(args);
    for (String part : parts) {
      if (!PARTS.contains(part)) {
        throw new IllegalArgumentException(part + " is none of " + PARTS);
      }
    }
    ConnectorBenchmark benchmark = new ConnectorBenchmark();
    try {
      if (!benchmark.run(parts)) {
        throw new IOException("not all parts could be measured");
      }
    } finally {
      benchmark.cleanUp();
    }
  }

  /** Measures part by part; one that fails says so and leaves the others alone. */
  private boolean run(List<String> parts) throws IOException, InterruptedException {
    machine();
    boolean all = true;
    for (String part : parts) {
      try {
        run(part);
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        all = false;
        line("  FAILED: " + e);
        e.printStackTrace();
      }
    }
    return all;
  }

  private void run(String part) throws Exception {
    switch (part) {
      case "rows" -> rows();
      case "query" -> query();
      case "sink" -> sink();
      case "delay" -> delay();
      case "idle" -> idle();
      default -> memory();
    }
  }

  private void cleanUp() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
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
        "%d CPUs (%s), Java %s, Spark 3.5.1 local[2], load before %s, scale %s%n",
        Runtime.getRuntime().availableProcessors(),
        model,
        System.getProperty("java.version"),
        Files.readString(Path.of("/proc/loadavg")).strip(),
        scale);
  }

  private void title(String text) throws IOException {
    out.printf(
        "%n%s (load %s)%n", text, Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
    out.flush();
  }

  private long scaled(long rows) {
    return Math.max(1_000, (long) (rows * scale));
  }

  private ServerProcess server(String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of(root.resolve("millrace").toString(), "server"));
    command.addAll(List.of("--port", "0"));
    if (!List.of(more).contains("--partitions")) {
      command.addAll(List.of("--partitions", "4"));
    }
    command.addAll(List.of(more));
    return ServerProcess.startSaying(command);
  }

  private String data() throws IOException {
    return Files.createTempDirectory(directory, "data").toString();
  }

  private static String endpoint(ServerProcess server) {
    return "http://127.0.0.1:" + server.port();
  }

  private void spark(String heap, String program, Object... arguments) throws Exception {
    try (SparkProcess spark = new SparkProcess(root, heap, program, texts(arguments))) {
      spark.finish(this::line);
    }
  }

  private static List<String> texts(Object... arguments) {
    return Stream.of(arguments).map(Object::toString).toList();
  }

  private void line(String line) {
    out.println(line);
    out.flush();
  }

  private void java(String classPath, String program, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of(System.getProperty("millrace.opens").split(" ")));
    command.addAll(List.of("-Xmx1g", "-cp", classPath, program));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.inputReader().lines().forEach(this::line);
    if (process.waitFor() != 0) {
      throw new IOException(program + " ended with " + process.exitValue());
    }
  }

  private void rows() throws Exception {
    title("Recorded pages to Spark's rows, beside the SDK's way to its records, one thread");
    List<String> arguments = new ArrayList<>(List.of(Double.toString(2 * scale)));
    try (ServerProcess server = server("--in-memory")) {
      for (int width : WIDTHS) {
        OrderTable table = new OrderTable(server.port(), "orders" + width);
        table.create();
        table.load(20_000, width, OrderTable.Users.MANY);
        Path pages = directory.resolve("pages").resolve(Integer.toString(width));
        RecordedPages.record(server.port(), "orders" + width, 8, pages);
        arguments.add(pages.toString());
      }
    }
    java(
        String.join(
            ":",
            "benchmarks/target/classes",
            "spark/v3.5/target/classes",
            "cli/target/lib/*",
            "spark/home-3.5/target/spark-home/jars/*"),
        "io.millrace.spark.stream.PagesToRows",
        arguments);
  }

  private void query() throws Exception {
    long orders = scaled(2_000_000);
    title("The example's query through AvailableNow over %,d orders".formatted(orders));
    try (ServerProcess server = server("--data", data())) {
      OrderTable table = new OrderTable(server.port(), "OrderSource");
      table.create();
      table.load(orders, 4, OrderTable.Users.MANY);
      OrderTable.create(server.port(), "windows", "begin", "end");
      for (Object[] run :
          new Object[][] {
            {3, orders, "noop"}, {3, orders, "table"}, {2, 100_000, "table"}, {2, 10_000, "table"}
          }) {
        spark(
            "4g",
            "MissionQuery",
            endpoint(server),
            server.pid(),
            "OrderSource",
            run[0],
            run[1],
            run[2]);
      }
    }
  }

  private void sink() throws Exception {
    long rows = scaled(500_000);
    title("%,d new rows of 150 bytes into a table, server in memory".formatted(rows));
    try (ServerProcess server = server("--in-memory")) {
      // Else the one that comes first would meet a cold server.
      OrderTable warmUp = new OrderTable(server.port(), "WarmUp");
      warmUp.create();
      warmUp.load(rows, 4, OrderTable.Users.MANY);
      OrderTable.create(server.port(), "rows", "user", "order");
      spark("4g", "SinkRows", endpoint(server), server.pid(), "rows", rows, 4);
      java(
          "benchmarks/target/classes:cli/target/lib/*",
          "io.millrace.benchmarks.connector.SdkWriter",
          texts(endpoint(server), server.pid(), "rows", rows, 4));
    }
  }

  private void delay() throws Exception {
    title("From order to sink, the example's query, 1,000 orders a second");
    try (ServerProcess server = server("--in-memory")) {
      OrderTable table = new OrderTable(server.port(), "OrderSource");
      table.create();
      OrderTable.create(server.port(), "windows", "begin", "end");
      try (SparkProcess spark =
          new SparkProcess(
              root, "2g", "ContinuousQuery", List.of(endpoint(server), "OrderSource", "windows"))) {
        spark.await("started");
        double[] delays =
            new OrderDelay(server.port(), table, "windows", 1_000)
                .run((int) Math.max(20, 120 * scale), (int) Math.max(10, 60 * scale));
        out.printf(
            "  p50 %.0f ms, p90 %.0f ms, p99 %.0f ms, most %.0f ms (of %,d orders)%n",
            delays[delays.length / 2],
            delays[delays.length * 9 / 10],
            delays[delays.length * 99 / 100],
            delays[delays.length - 1],
            delays.length);
        spark.tell("e");
        spark.finish(this::line);
      }
    }
  }

  private void idle() throws Exception {
    long orders = scaled(2_000_000);
    title(
        "%d idle channels beside a busy one, %,d orders, 50,000 a batch"
            .formatted(IDLE_CHANNELS, orders));
    double[] alone = busy(orders, 1);
    double[] beside = busy(orders, IDLE_CHANNELS + 1);
    out.printf(
        "  the idle ones cost %.1f %% of its rows/s and %.1f %% of its rows/CPU-s%n",
        100 * (1 - beside[0] / alone[0]), 100 * (1 - beside[1] / alone[1]));
  }

  /** The rows a second, and a CPU-second, of one busy channel. */
  private double[] busy(long orders, int channels) throws Exception {
    out.printf("  %d channels%n", channels);
    double[] median = new double[2];
    try (ServerProcess server =
        server("--data", data(), "--partitions", Integer.toString(channels))) {
      OrderTable table = new OrderTable(server.port(), "OrderSource");
      table.create();
      table.load(orders, 4, OrderTable.Users.ONE);
      try (SparkProcess spark =
          new SparkProcess(
              root,
              "4g",
              "RawQuery",
              texts(endpoint(server), server.pid(), "OrderSource", orders, 5, 50_000))) {
        spark.finish(
            line -> {
              if (line.startsWith("median ")) {
                String[] figures = line.split(" ", -1);
                median[0] = Double.parseDouble(figures[1]);
                median[1] = Double.parseDouble(figures[2]);
              } else {
                line(line);
              }
            });
      }
    }
    return median;
  }

  private void memory() throws Exception {
    title("Memory of the Spark process, -Xmx1g, the example's query with AvailableNow");
    try (ServerProcess server = server("--data", data())) {
      for (long orders : new long[] {100_000, 1_000_000, 10_000_000}) {
        String table = "orders" + orders;
        new OrderTable(server.port(), table).create();
        new OrderTable(server.port(), table).load(scaled(orders), 4, OrderTable.Users.MANY);
        OrderTable.create(server.port(), "windows" + orders, "begin", "end");
        out.printf("  %,12d orders: ", scaled(orders));
        spark("1g", "Backlog", endpoint(server), table, "windows" + orders);
      }
    }
  }
}
