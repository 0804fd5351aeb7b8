package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a new user gets wrong in the documented script: one sentence, an exit code, nothing
 * half-made.
 */
@Tag("unsettled")
class BadInputE2E {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String SOURCE_CATALOG =
      "{\"columns\": {\"UserId\": {\"type\": \"string\"}, \"OrderId\": {\"type\": \"string\"},\"price\": {\"type\":"
          + " \"double\"}, \"timestamp\": {\"type\": \"long\"}}}";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path directory;

  private static Server server;
  private static Tables tables;
  private static String tunnel;
  private static String otherTunnel;

  @BeforeAll
  static void startServer() {
    server = Server.on(directory, directory.resolve("data"), 0);
    tables = new Tables(server.endpoint());
    tunnel = tables.createExample();
    tables.create("Other", "a", "b");
    otherTunnel = tables.createTunnel("Other", "other");
  }

  @AfterAll
  static void stopServer() {
    tables.close();
    server.close();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("wrong secret", e -> e.with("${secret}", "wrong"), "access.key.secret"),
        mistake("unknown access key", e -> e.with("${key}", "nobody"), "nobody", "access.key.id"),
        mistake(
            "unknown instance", e -> e.with("${instance}", "nowhere"), "nowhere", "instance.name"),
        mistake(
            "no server",
            e -> e.with("${endpoint}", "http://127.0.0.1:1"),
            "http://127.0.0.1:1",
            "endpoint"),
        mistake(
            "unknown table",
            e -> e.with("\"OrderSource\"", "\"OrderSauce\""),
            "OrderSauce",
            "table.name"),
        mistake(
            "unknown sink", e -> e.with("\"OrderStreamSink\"", "\"Sunk\""), "Sunk", "table.name"),
        mistake(
            "unknown tunnel",
            e -> e.with("${tunnel}", "no-such-tunnel"),
            "no-such-tunnel",
            "tunnel.id"),
        mistake(
            "tunnel of another table", e -> e.with("${tunnel}", otherTunnel), otherTunnel, "Other"),
        mistake("no tunnel", e -> e.with("tunnel.id=\"${tunnel}\",", ""), "tunnel.id"),
        mistake(
            "catalog no JSON", e -> e.with("'" + SOURCE_CATALOG + "'", "'{columns'"), "catalog"),
        mistake(
            "column twice",
            e ->
                e.with(
                    "\"price\": {\"type\": \"double\"}",
                    "\"price\": {\"type\": \"double\"}, \"price\": {\"type\": \"double\"}"),
            "catalog",
            "price"),
        mistake(
            "unknown type",
            e -> e.with("\"price\": {\"type\": \"double\"}", "\"price\": {\"type\": \"money\"}"),
            "catalog",
            "price",
            "money"),
        mistake(
            "key column missing",
            e -> e.with("\"UserId\": {\"type\": \"string\"},", ""),
            "catalog",
            "UserId"),
        mistake(
            "misspelt table option",
            e -> e.with("table.name=\"OrderSource\"", "tabel.name=\"OrderSource\""),
            "tabel.name",
            "table.name"),
        mistake(
            "misspelt scan option",
            e -> e.with("maxoffsetsperchannel", "maxofsetsperchannel"),
            "maxofsetsperchannel",
            "maxoffsetsperchannel"),
        mistake(
            "misspelt stream option",
            e -> e.with("outputMode=", "outputMod="),
            "outputMod",
            "outputMode"),
        mistake(
            "no rows per channel",
            e -> e.with("\"10000\"", "\"0\""),
            "maxoffsetsperchannel",
            "'0'"),
        mistake(
            "rows per channel no number",
            e -> e.with("\"10000\"", "\"abc\""),
            "maxoffsetsperchannel",
            "abc"),
        mistake(
            "sink key not produced",
            e -> e.with("CAST(window.end AS String) AS end, ", ""),
            "end",
            "order_stream_sink"));
  }

  private static Arguments mistake(String name, UnaryOperator<Example> change, String... words) {
    return Arguments.of(name, change, List.of(words));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void isRefusedInOneSentence(String name, UnaryOperator<Example> change, List<String> words)
      throws Exception {
    Path checkpoint = directory.resolve("checkpoint-" + name.replace(' ', '-'));
    Path script = change.apply(new Example(server.endpoint(), tunnel, checkpoint)).write(directory);

    String sentence = refusal("3.5", script);

    assertThat(sentence).contains(words);
    assertThat(checkpoint).doesNotExist();
    assertThat(tables.names()).containsExactlyInAnyOrder("Other", Tables.SOURCE, Tables.SINK);
    assertThat(tables.sink().size()).isZero();
  }

  @Test
  void isRefusedInOneSentenceOnSpark4Too() throws Exception {
    Path checkpoint = directory.resolve("checkpoint-4");
    Path script =
        new Example(server.endpoint(), tunnel, checkpoint)
            .with("${tunnel}", "no-such-tunnel")
            .write(directory);

    assertThat(refusal("4", script)).contains("no-such-tunnel", "tunnel.id");
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void aCheckpointOfAnotherQueryIsRefused() throws Exception {
    Path checkpoint = directory.resolve("checkpoint-taken");
    String endpoint = server.endpoint();
    try (Launched first =
        SparkSql.example(
            "3.5", directory, new Example(endpoint, tunnel, checkpoint).write(directory))) {
      new Checkpoint(checkpoint).awaitStart(LIMIT);
      first.find("SparkSQLCLIDriver").destroy();
      first.awaitExit(LIMIT);
    }
    String second = tables.createTunnel(Tables.SOURCE, "second");

    String sentence = refusal("3.5", new Example(endpoint, second, checkpoint).write(directory));

    assertThat(sentence).contains(checkpoint.toString(), "checkpointLocation");
  }

  /** What Spark says about {@code script}, after checks of its form. */
  private static String refusal(String line, Path script) throws InterruptedException {
    try (Launched spark = SparkSql.example(line, directory, script)) {
      assertThat(spark.awaitExit(LIMIT)).as(spark.err()).isEqualTo(1);
      List<String> said =
          spark
              .err()
              .lines()
              .filter(text -> !text.isBlank())
              .filter(text -> !isChatter(text))
              .toList();
      assertThat(said).as(spark.err()).hasSize(1);
      assertThat(spark.err()).doesNotContain("\tat ").doesNotContain("secret=");
      return said.get(0);
    }
  }

  /** Lines that Spark's own command line prints at every start or statement. */
  private static boolean isChatter(String line) {
    return line.startsWith("Spark master: ")
        || line.startsWith("Time taken: ")
        || line.startsWith("WARNING: Using incubator modules");
  }
}
