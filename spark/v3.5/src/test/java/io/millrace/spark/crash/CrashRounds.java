package io.millrace.spark.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.spark.Instances;
import io.millrace.spark.RandomChanges;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the driver of four queries, their executors or the server in every round: at a named write
 * of a checkpoint or at a moment of chance. In the end the windows, the copies and the mirror are
 * what the tables give when they are computed anew, and no row was seen in two batches. Not part of
 * the build; {@code -Dcrash.rounds} says how often, {@code -Dcrash.seed} repeats a run.
 */
class CrashRounds {

  private static final int ORDERS_PER_ROUND = 300;
  private static final int CHANGES_PER_ROUND = 150;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration POINT_LIMIT = Duration.ofSeconds(40);
  private static final String[] WRITES = {"offsets", "commits", "state", "claims"};

  /** The files that are written once, when a query is new. */
  private static final String[] FIRST_WRITES = {"metadata", "millrace-source.json"};

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  private final int rounds = Integer.getInteger("crash.rounds", 10);
  private final long seed = Long.getLong("crash.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, Integer> faults = new TreeMap<>();
  private Process server;
  private int port;
  private int orders;

  @Test
  void everyResultIsThatOfARecomputation() throws Exception {
    startServer();
    SyncClient client = new SyncClient(endpoint(), "local", "local", "millrace");
    TunnelClient tunnels = new TunnelClient(endpoint(), "local", "local", "millrace");
    try {
      List<String> arguments = createTables(client, tunnels);
      RandomChanges items = new RandomChanges(client, "Items", 60, seed);
      for (int round = 0; round < rounds; round++) {
        putOrders(client);
        items.make(CHANGES_PER_ROUND);
        kill(arguments, round);
      }
      Process last = queries(arguments, "", "drain");
      assertThat(last.waitFor(LIMIT.toMinutes(), TimeUnit.MINUTES)).isTrue();
      assertThat(last.exitValue()).as("seed %d", seed).isZero();
      System.out.println("seed " + seed + ", orders " + orders + ", faults " + faults);
      check();
    } finally {
      client.shutdown();
      tunnels.shutdown();
      server.destroyForcibly().waitFor();
    }
  }

  private String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  private List<String> createTables(SyncClient client, TunnelClient tunnels) {
    PrimaryKeyType text = PrimaryKeyType.STRING;
    Instances.createTable(client, "Orders", "UserId", text, "OrderId", text);
    Instances.createTable(client, "Copies", "UserId", text, "OrderId", text);
    Instances.createTable(client, "Windows", "begin", text, "end", text);
    Instances.createTable(client, "Epochs", "OrderId", text, "epoch", PrimaryKeyType.INTEGER);
    Instances.createItems(client, "Items");
    Instances.createItems(client, "Mirror");
    List<String> arguments = new ArrayList<>();
    arguments.add(endpoint());
    arguments.add(directory.resolve("checkpoints").toString());
    for (String name : List.of("aggregate", "append", "epochs")) {
      arguments.add(tunnel(tunnels, "Orders", name));
    }
    arguments.add(tunnel(tunnels, "Items", "mirror"));
    return arguments;
  }

  private static String tunnel(TunnelClient tunnels, String table, String name) {
    return tunnels
        .createTunnel(new CreateTunnelRequest(table, name, TunnelType.Stream))
        .getTunnelId();
  }

  private void putOrders(SyncClient client) {
    for (int sent = 0; sent < ORDERS_PER_ROUND; sent += 100) {
      BatchWriteRowRequest request = new BatchWriteRowRequest();
      for (int i = 0; i < 100; i++) {
        request.addRowChange(order());
      }
      assertThat(client.batchWriteRow(request).isAllSucceed()).isTrue();
    }
  }

  private RowPutChange order() {
    int number = orders++;
    RowPutChange put =
        new RowPutChange(
            "Orders",
            PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn("UserId", PrimaryKeyValue.fromString("u" + number % 97))
                .addPrimaryKeyColumn("OrderId", PrimaryKeyValue.fromString("o" + number))
                .build());
    // Quarters add up to the same sum in any order.
    put.addColumn("price", ColumnValue.fromDouble(random.nextInt(4000) / 4.0));
    put.addColumn(
        "timestamp", ColumnValue.fromLong(1_700_000_000_000L + random.nextInt(3_600_000)));
    return put;
  }

  /** Starts the queries and ends them, their executors or the server, in one of many ways. */
  private void kill(List<String> arguments, int round) throws Exception {
    if (round < FIRST_WRITES.length) {
      killAt(arguments, FIRST_WRITES[round], 2);
    } else if (random.nextInt(2) == 0) {
      killAt(arguments, WRITES[random.nextInt(WRITES.length)], 1 + random.nextInt(12));
    } else {
      killByChance(arguments);
    }
  }

  private void killAt(List<String> arguments, String write, int number) throws Exception {
    String point = (random.nextBoolean() ? "BEFORE:" : "AFTER:") + write;
    Files.deleteIfExists(halted());
    Process spark = queries(arguments, point + ":" + number, "follow");
    Instant end = Instant.now().plus(POINT_LIMIT);
    while (spark.isAlive() && !Files.exists(halted()) && Instant.now().isBefore(end)) {
      spark.waitFor(100, TimeUnit.MILLISECONDS);
    }
    if (!Files.exists(halted())) {
      assertThat(spark.isAlive()).as("the queries run, seed %d", seed).isTrue();
      count("idle driver");
    } else if (spark.waitFor(5, TimeUnit.SECONDS)) {
      assertThat(spark.exitValue()).as(point).isEqualTo(137);
      count("driver " + point);
    } else {
      letGoOn(spark);
      count("executor " + point);
    }
    spark.destroyForcibly().waitFor();
  }

  private void killByChance(List<String> arguments) throws Exception {
    long before = batches();
    Process spark = queries(arguments, "", "follow");
    // Most kills hit batches, some hit the start.
    if (random.nextInt(5) > 0) {
      Awaitility.await().atMost(LIMIT).until(() -> batches() > before || !spark.isAlive());
    }
    spark.waitFor(random.nextInt(2500), TimeUnit.MILLISECONDS);
    assertThat(spark.isAlive()).as("the queries run, seed %d", seed).isTrue();
    switch (random.nextInt(3)) {
      case 0 -> count("driver");
      case 1 -> {
        server.destroyForcibly().waitFor();
        startServer();
        letGoOn(spark);
        count("server and driver");
      }
      default -> {
        int killed = killExecutors(spark);
        letGoOn(spark);
        count(killed + " executors and driver");
      }
    }
    spark.destroyForcibly().waitFor();
  }

  /** Kills one executor or, as often, both, with the shuffle files they hold. */
  private int killExecutors(Process spark) throws InterruptedException {
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> spark.descendants().count() >= Queries.EXECUTORS || !spark.isAlive());
    // They have tasks when they have been there for a moment.
    spark.waitFor(1000 + random.nextInt(4000), TimeUnit.MILLISECONDS);
    int killed = 1 + random.nextInt(Queries.EXECUTORS);
    spark.descendants().limit(killed).forEach(ProcessHandle::destroyForcibly);
    return killed;
  }

  private void letGoOn(Process spark) throws InterruptedException {
    spark.waitFor(random.nextInt(5000), TimeUnit.MILLISECONDS);
    assertThat(spark.isAlive()).as("the queries go on, seed %d", seed).isTrue();
  }

  private Path halted() {
    return directory.resolve("halted");
  }

  /** How many batches have begun, in all queries. */
  private long batches() throws IOException {
    Path checkpoints = directory.resolve("checkpoints");
    if (!Files.exists(checkpoints)) {
      return 0;
    }
    long begun = 0;
    for (String query : List.of("aggregate", "append", "epochs", "mirror")) {
      Path offsets = checkpoints.resolve(query).resolve("offsets");
      if (Files.exists(offsets)) {
        try (Stream<Path> files = Files.list(offsets)) {
          begun +=
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.matches("\\d+"))
                  .mapToLong(name -> Long.parseLong(name) + 1)
                  .max()
                  .orElse(0);
        }
      }
    }
    return begun;
  }

  private void count(String fault) {
    faults.merge(fault, 1, Integer::sum);
  }

  private void startServer() throws IOException {
    server =
        java(
            ServerProcess.class,
            ProcessBuilder.Redirect.PIPE,
            "",
            directory.resolve("data").toString(),
            Integer.toString(port));
    BufferedReader out =
        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
    String ready = out.readLine();
    assertThat(ready).startsWith("ready ");
    port = Integer.parseInt(ready.substring("ready ".length()));
  }

  private Process queries(List<String> arguments, String haltAt, String mode) throws IOException {
    List<String> all = new ArrayList<>(arguments);
    all.add(mode);
    return java(
        Queries.class,
        ProcessBuilder.Redirect.appendTo(directory.resolve("spark.log").toFile()),
        haltAt,
        all.toArray(String[]::new));
  }

  /** A JVM like this one, with its class path and module options. */
  private Process java(
      Class<?> main, ProcessBuilder.Redirect out, String haltAt, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith("--add-"))
            .toList());
    command.addAll(
        List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-D" + HaltPoint.AT + "=" + haltAt));
    command.add("-D" + HaltPoint.ONCE + "=" + halted());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command);
    // What starts executors looks for Spark there; their class path is this process's own.
    Files.createDirectories(directory.resolve("home/jars"));
    process.environment().put("SPARK_HOME", directory.resolve("home").toString());
    process.environment().put("SPARK_SCALA_VERSION", "2.12");
    return process
        .redirectOutput(out)
        .redirectError(ProcessBuilder.Redirect.appendTo(directory.resolve("err.log").toFile()))
        .start();
  }

  private void check() {
    SparkSession spark = Queries.session();
    read(spark, "Orders", Queries.ORDERS).createOrReplaceTempView("orders");
    read(spark, "Windows", Queries.WINDOWS).createOrReplaceTempView("windows");
    String anew =
        "SELECT CAST(w.start AS STRING) AS begin, CAST(w.end AS STRING) AS end, count(*) AS count,"
            + " sum(price) AS totalPrice FROM (SELECT window(to_timestamp(timestamp / 1000), '30"
            + " seconds') AS w, price FROM orders) GROUP BY w";
    List<Row> windows =
        spark
            .sql("SELECT begin, end, count, totalPrice FROM windows ORDER BY begin")
            .collectAsList();
    assertThat(windows).as("windows, seed %d", seed).isNotEmpty();
    assertThat(windows)
        .as("windows, seed %d", seed)
        .isEqualTo(spark.sql(anew + " ORDER BY begin").collectAsList());
    assertThat(rows(spark, "Copies", Queries.ORDERS, "OrderId"))
        .as("copies, seed %d", seed)
        .hasSize(orders)
        .isEqualTo(rows(spark, "Orders", Queries.ORDERS, "OrderId"));
    assertThat(rows(spark, "Mirror", Queries.ITEMS, "id"))
        .as("mirror, seed %d", seed)
        .isEqualTo(rows(spark, "Items", Queries.ITEMS, "id"));
    assertThat(read(spark, "Epochs", Queries.EPOCHS).count())
        .as("rows by batch, seed %d", seed)
        .isEqualTo(orders);
    spark.stop();
  }

  private List<Row> rows(SparkSession spark, String table, String catalog, String key) {
    return read(spark, table, catalog).orderBy(key).collectAsList();
  }

  private Dataset<Row> read(SparkSession spark, String table, String catalog) {
    return spark
        .read()
        .format("tablestore")
        .options(Queries.options(endpoint(), table, catalog))
        .load();
  }
}
