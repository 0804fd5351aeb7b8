package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The access key is in the script that a user wrote, and in no file that a run of it leaves. */
class SecretsE2E {
  private static final String KEY_ID = "KEYID5b1f0c77e3";
  private static final String SECRET = "SECRETd20a94e6bb";
  private static final String TOKEN = "TOKENe71c36d9fa";
  private static final int ORDERS = 500;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void theAccessKeyIsInNoFileOfARun() throws Exception {
    Path run = Files.createDirectory(directory.resolve("run"));
    Path events = Files.createDirectory(run.resolve("events"));
    Path checkpoint = run.resolve("checkpoint");
    Orders orders = Orders.made(directory.resolve("orders.csv"), ORDERS, 3);
    try (Server server =
            Server.on(
                run,
                run.resolve("data"),
                0,
                "--access-key-id",
                KEY_ID,
                "--access-key-secret",
                SECRET);
        Tables tables = new Tables(server.endpoint(), KEY_ID, SECRET)) {
      Example example =
          new Example(server.endpoint(), tables.createExample(), checkpoint)
              .with("${key}", KEY_ID)
              .with("${secret}", SECRET)
              .with("table.name", "security.token=\"" + TOKEN + "\",\ntable.name")
              .with("'update'", "'update', triggerType='AvailableNow'");
      Path script = example.write(directory);
      Files.writeString(script, Files.readString(script) + talkative());
      tables.put(orders.all());

      try (Launched spark =
          SparkSql.with(
              List.of(
                  "spark.log.level=INFO",
                  "spark.driver.extraJavaOptions=-XX:TieredStopAtLevel=1 -Dlog4j2.configurationFile="
                      + talkativeLog().toUri(),
                  "spark.eventLog.enabled=true",
                  "spark.eventLog.compress=false",
                  "spark.eventLog.dir=" + events.toUri()),
              run,
              script)) {
        assertThat(spark.awaitExit(Duration.ofMinutes(4))).as(spark.err()).isZero();
        assertThat(spark.err()).contains(" INFO ", " DEBUG io.millrace.");
        assertThat(spark.out()).contains("tablestore", "CREATE TABLE");
      }
      assertThat(tables.sink().count()).isBetween((long) ORDERS, ORDERS + 1L);
    }

    assertThat(events).isNotEmptyDirectory();
    assertThat(checkpoint).isNotEmptyDirectory();
    assertThat(filesWith(run, "OrderStreamSink")).isNotEmpty();
    assertThat(filesWith(run, SECRET)).isEmpty();
    assertThat(filesWith(run, TOKEN)).isEmpty();
    assertThat(filesWith(run, KEY_ID)).allMatch(file -> isOfTheServer(file));
  }

  /** All that our packages log, and those of the SDK, which are below them in the jar. */
  private Path talkativeLog() throws IOException {
    return Files.writeString(
        directory.resolve("log4j2.properties"),
        """
        rootLogger.level = info
        rootLogger.appenderRef.err.ref = err
        logger.millrace.name = io.millrace
        logger.millrace.level = debug
        appender.err.type = Console
        appender.err.name = err
        appender.err.target = SYSTEM_ERR
        appender.err.layout.type = PatternLayout
        appender.err.layout.pattern = %d %p %c: %m%n%ex
        """);
  }

  /** Statements whose answers show as much as Spark knows of a table and a query. */
  private static String talkative() {
    return String.join(
        ";\n",
        "",
        "SHOW CREATE TABLE order_source",
        "DESCRIBE TABLE EXTENDED order_source",
        "EXPLAIN EXTENDED SELECT * FROM order_source WHERE price > 1",
        "SELECT count(*) FROM order_source",
        "INSERT INTO order_source VALUES ('u', 'o', 1.5D, 1600000000000)",
        "SHOW TABLE EXTENDED LIKE 'order*'",
        "");
  }

  /** The server says in its first line which access key id it takes. */
  private static boolean isOfTheServer(Path file) {
    return file.getFileName().toString().startsWith("out") && contains(file, "Tablestore ready at");
  }

  private static List<Path> filesWith(Path root, String text) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> contains(file, text))
          .collect(Collectors.toList());
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
