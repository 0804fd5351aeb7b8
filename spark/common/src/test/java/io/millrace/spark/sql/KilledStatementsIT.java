package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sessions that are killed in the middle of a statement about a stream, at a change of the registry
 * or of the checkpoint. The next session finds the stream as it was or as it was to be, and every
 * statement works.
 *
 * <p>Without {@code -Dmillrace.kill.points=all} only two moments are tried: those after which
 * something unusual is on the disk.
 */
class KilledStatementsIT {

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int EXIT_KILLED = 137;
  private static final String INTERVAL = "'triggerIntervalMs' = '50'";
  private static final String OTHER_INTERVAL = "'triggerIntervalMs' = '60'";

  @RegisterExtension static final SqlSession session = new SqlSession();

  private static int runs;

  private String job;
  private String sink;
  private Path checkpoint;

  @BeforeAll
  static void tables() throws IOException {
    // Else the first of the killed sessions would make it, one change more than the others.
    Files.createDirectories(session.directory().resolve("registry"));
    session.jsonTable(
        "orders",
        "id BIGINT, price DOUBLE",
        "{\"id\": 1, \"price\": 2.5}",
        "{\"id\": 2, \"price\": 4}");
    session.sql("CREATE SCAN order_stream ON orders USING STREAM OPTIONS(maxFilesPerTrigger=1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE", "START", "STOP", "ALTER", "DROP"})
  @EnabledIfSystemProperty(named = "millrace.kill.points", matches = "all")
  void everyChangeOfAStatement(String verb) throws Exception {
    Map<String, String> points = new TreeMap<>();
    int change = 0;
    String killed;
    do {
      killed = killedAt(++change, verb);
      points.put(String.format("%s %02d", verb, change), killed.isEmpty() ? "done" : killed);
      theNextSessionGoesOn(verb, !killed.isEmpty());
    } while (!killed.isEmpty());
    points.forEach((point, moment) -> System.out.println(point + " " + moment));
    assertThat(change).as("changes of the disk").isGreaterThan(2);
  }

  @Test
  void aClaimWithNothingInIt() throws Exception {
    // Behind a start's claim, in three steps, two directories and the making of the file.
    String killed = killedAt(7, "CREATE");
    assertThat(killed).startsWith("killed with nothing in");
    assertThat(killed).endsWith("/" + CheckpointOwner.FILE);
    theNextSessionGoesOn("CREATE", true);
  }

  @Test
  void aStatusWithoutItsStream() throws Exception {
    assertThat(killedAt(2, "DROP")).startsWith("killed before deletion of").contains("status-");
    theNextSessionGoesOn("DROP", true);
  }

  /** Where the session was killed; empty if the statement was done before. */
  private String killedAt(int change, String verb) throws Exception {
    runs++;
    job = "job" + runs;
    sink = "sink" + runs;
    checkpoint = session.directory().resolve("cp" + runs).resolve(job);
    String location = session.directory().resolve(sink).toString();
    String table =
        "CREATE TABLE " + sink + " (id BIGINT) USING parquet LOCATION '" + location + "'";
    session.sql(table);
    String database = session.spark().catalog().currentDatabase();
    List<String> statements = new ArrayList<>();
    statements.add("CREATE DATABASE " + database);
    statements.add("USE " + database);
    statements.add(
        "CREATE TABLE orders (id BIGINT, price DOUBLE) USING json LOCATION '"
            + session.directory().resolve("orders")
            + "'");
    statements.add(table);
    statements.add("CREATE SCAN order_stream ON orders USING STREAM OPTIONS(maxFilesPerTrigger=1)");
    if (!verb.equals("CREATE")) {
      statements.add(create(""));
    }
    if (verb.equals("START") || verb.equals("DROP")) {
      statements.add("STOP STREAM " + job);
    }
    statements.add(
        switch (verb) {
          case "CREATE" -> create("");
          case "ALTER" -> "ALTER STREAM " + job + " SET OPTIONS(" + OTHER_INTERVAL + ")";
          default -> verb + " STREAM " + job;
        });
    return run(change, statements);
  }

  private String create(String ifNotExists) {
    return "CREATE STREAM "
        + ifNotExists
        + job
        + " OPTIONS(checkpointLocation='"
        + checkpoint
        + "', "
        + INTERVAL
        + ") INSERT INTO "
        + sink
        + " SELECT id FROM order_stream";
  }

  /** What the next session finds and can do; all its streams have ended behind it. */
  private void theNextSessionGoesOn(String verb, boolean killed) {
    List<String> shown = shown();
    if (shown.isEmpty()) {
      assertThat(verb).as("a stream that is gone").isIn("CREATE", "DROP");
      assertThat(verb.equals("CREATE") && !killed).as("a stream that was made").isFalse();
      session.sql(create("IF NOT EXISTS "));
    } else {
      assertThat(verb.equals("DROP") && !killed).as("a stream that was dropped").isFalse();
      assertThat(shown).singleElement().asString().startsWith("[" + job + ",STOPPED," + sink);
      String statement = described("Statement");
      assertThat(statement)
          .contains(killed || !verb.equals("ALTER") ? "" : OTHER_INTERVAL)
          .containsAnyOf(INTERVAL, verb.equals("ALTER") ? OTHER_INTERVAL : INTERVAL)
          .endsWith("INSERT INTO " + sink + " SELECT id FROM order_stream");
      session.sql("START STREAM " + job);
    }
    awaitOrders();
    session.sql("ALTER STREAM " + job + " SET OPTIONS(triggerIntervalMs=70)");
    assertThat(described("Statement")).contains("'triggerIntervalMs' = '70'");
    session.sql("STOP STREAM " + job);
    assertThat(shown()).singleElement().asString().contains(",STOPPED,");
    session.sql("DROP STREAM " + job);
    assertThat(shown()).isEmpty();
    session.sql(create(""));
    assertThat(shown()).singleElement().asString().contains(",RUNNING,");
    session.sql("STOP STREAM " + job);
    session.sql("DROP STREAM IF EXISTS " + job);
    assertThat(shown()).isEmpty();
  }

  private List<String> shown() {
    return session.rows("SHOW STREAMS LIKE '" + job + "'");
  }

  private String described(String property) {
    return session.sql("DESCRIBE STREAM EXTENDED " + job).collectAsList().stream()
        .filter(row -> row.getString(0).equals(property))
        .findFirst()
        .orElseThrow()
        .getString(1);
  }

  private void awaitOrders() {
    await()
        .atMost(LIMIT)
        .until(
            () -> session.rows("SELECT DISTINCT id FROM " + sink), List.of("[1]", "[2]")::equals);
  }

  private String run(int change, List<String> statements) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KilledSession.class.getName());
    command.add(Integer.toString(change));
    command.add(session.directory().resolve("registry").toString());
    command.addAll(statements);
    Path out = session.directory().resolve("out" + runs);
    Path errors = session.directory().resolve("errors" + runs);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String told = lastLine(out);
    assertThat(process.exitValue())
        .as(Files.readString(errors, StandardCharsets.UTF_8))
        .isEqualTo(told.isEmpty() ? 0 : EXIT_KILLED);
    return told;
  }

  private static String lastLine(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }
}
