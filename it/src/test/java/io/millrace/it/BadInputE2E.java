package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a new user gets wrong in the documented script: one sentence at the statement that is wrong,
 * an exit code, nothing half-made.
 *
 * <p>Starting Spark is most of the time a mistake takes, so all of them are made in one {@code
 * spark-sql}; two scripts are run for the exit code.
 */
class BadInputE2E {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final List<String> TABLES = List.of("order_source", "order_stream_sink");
  private static final String VIEW = "order_source_stream_view";
  private static final int ORDERS = 1_000;
  private static final long LATE = 1_700_000_000_000L;
  private static final String SOURCE_CATALOG =
      "{\"columns\": {\"UserId\": {\"type\": \"string\"}, \"OrderId\": {\"type\": \"string\"},\"price\": {\"type\":"
          + " \"double\"}, \"timestamp\": {\"type\": \"long\"}}}";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path directory;

  private static Server server;
  private static Tables tables;
  private static String tunnel;
  private static String otherTunnel;
  private static Orders orders;
  private static Map<String, List<String>> answers;

  private record Mistake(String name, UnaryOperator<Example> change, List<String> words) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void makeAllMistakes() throws Exception {
    server = Server.on(directory, directory.resolve("data"), 0);
    tables = new Tables(server.endpoint());
    tunnel = tables.createExample();
    tables.create("Kept", "begin", "end");
    tables.create("Other", "a", "b");
    otherTunnel = tables.createTunnel("Other", "other");
    orders = Orders.made(directory.resolve("orders.csv"), ORDERS, 7);
    tables.put(orders.all());

    SparkDialog dialog = new SparkDialog();
    mistakes().forEach(mistake -> dialog.part(mistake.name(), statements(mistake)));
    takeACheckpoint(dialog);
    answers = dialog.run(directory, LIMIT);
  }

  @AfterAll
  static void stopServer() {
    tables.close();
    server.close();
  }

  static Stream<Mistake> mistakes() {
    return Stream.of(
        mistake("wrong secret", e -> e.with("${secret}", "wrong"), "access.key.secret"),
        mistake("unknown access key", e -> e.with("${key}", "nobody"), "access.key.id"),
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
            "OrderStreamSink"));
  }

  private static Mistake mistake(String name, UnaryOperator<Example> change, String... words) {
    return new Mistake(name, change, List.of(words));
  }

  private static Example example(Path checkpoint) {
    return new Example(server.endpoint(), tunnel, checkpoint);
  }

  private static Path checkpoint(String name) {
    return directory.resolve("checkpoint-" + name.replace(' ', '-'));
  }

  /** On a clean session, the script up to the statement that is wrong, and what there is then. */
  private static List<String> statements(Mistake mistake) {
    List<String> statements = new ArrayList<>();
    statements.add("DROP VIEW IF EXISTS " + VIEW);
    TABLES.forEach(table -> statements.add("DROP TABLE IF EXISTS " + table));
    Example wrong = mistake.change().apply(example(checkpoint(mistake.name())));
    statements.addAll(wrong.statements().subList(0, wrongStatement(mistake) + 1));
    statements.add("SHOW TABLES");
    return statements;
  }

  /** The place of the first statement of the script that the mistake changes. */
  private static int wrongStatement(Mistake mistake) {
    List<String> right = example(checkpoint(mistake.name())).statements();
    List<String> wrong = mistake.change().apply(example(checkpoint(mistake.name()))).statements();
    int place = 0;
    while (right.get(place).equals(wrong.get(place))) {
      place++;
    }
    return place;
  }

  private static long madeBefore(Mistake mistake) {
    return example(checkpoint(mistake.name())).statements().stream()
        .limit(wrongStatement(mistake))
        .filter(statement -> statement.contains("CREATE "))
        .count();
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isRefusedInOneSentence(Mistake mistake) {
    List<String> made =
        Stream.concat(TABLES.stream(), Stream.of(VIEW)).limit(madeBefore(mistake)).toList();
    List<String> answer = answers.get(mistake.name());

    assertThat(answer).as(mistake.name()).hasSize(1 + made.size());
    assertIsASentence(answer.get(0));
    assertThat(answer.get(0)).contains(mistake.words());
    assertThat(answer.subList(1, answer.size())).containsExactlyElementsOf(made);
    assertThat(checkpoint(mistake.name())).doesNotExist();
  }

  @Test
  void nothingIsMadeInTheInstance() {
    assertThat(tables.names())
        .containsExactlyInAnyOrder("Kept", "Other", Tables.SOURCE, Tables.SINK);
    assertThat(tables.sink().size()).isZero();
    assertThat(tables.orders()).isEqualTo(ORDERS + 1);
  }

  /** Runs the script to its end, into a table of its own, and then others on its checkpoint. */
  private static void takeACheckpoint(SparkDialog dialog) throws Exception {
    List<String> script = kept().statements();
    List<String> end = List.of("AWAIT STREAMS");
    dialog.part("taken", concat(List.of("DROP VIEW IF EXISTS " + VIEW), script, end));
    dialog.part("another stream", concat(last(kept().with("job1", "job2")), end));
    dialog.part(
        "another table",
        concat(
            example(checkpoint("taken"))
                .with("order_stream_sink", "other")
                .statements()
                .subList(2, 4),
            last(kept().with("INTO order_stream_sink", "INTO other")),
            end));
    dialog.part("another query", concat(last(kept().with("30 seconds", "60 seconds")), end));
    String second = tables.createTunnel(Tables.SOURCE, "second");
    List<String> other = kept().with("${tunnel}", second).statements();
    dialog.part(
        "another tunnel", concat(List.of("DROP VIEW IF EXISTS " + VIEW), other.subList(4, 6), end));
    Path foreign = Files.createDirectories(checkpoint("foreign"));
    Files.writeString(foreign.resolve("letter.txt"), "dear");
    dialog.part(
        "a directory of something else",
        concat(last(kept().with("${checkpoint}", foreign.toString())), end));
    String order = "INSERT INTO order_source VALUES ('u', 'late', %s, %s)".formatted(2.5, LATE);
    dialog.part(
        "the same again",
        concat(List.of("DROP VIEW IF EXISTS " + VIEW, order), script.subList(4, 6), end));
  }

  @ParameterizedTest
  @CsvSource({
    "another stream, job2",
    "another table, millrace.OrderStreamSink",
    "another tunnel, tunnel",
    "another query, groups",
    "a directory of something else, another query"
  })
  void aCheckpointOfAnotherQueryIsRefused(String part, String word) {
    List<String> answer = answers.get(part);

    assertThat(answer).as(part).hasSize(1);
    assertIsASentence(answer.get(0));
    assertThat(answer.get(0)).contains(word, "checkpoint", "directory");
  }

  @Test
  void theQueryGoesOnInItsOwnCheckpoint() throws Exception {
    assertThat(answers.get("the same again")).isEmpty();
    Windows expected = orders.windows();
    expected.count(LATE, 2.5);
    tables.windows("Kept").assertEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"3.5, ${secret}, access.key.secret", "4, ${tunnel}, tunnel.id"})
  void aScriptEndsWithAnExitCode(String line, String place, String option) throws Exception {
    Path checkpoint = checkpoint("of a script");
    Path script = example(checkpoint).with(place, "wrong").write(directory);

    try (Launched spark = SparkSql.example(line, directory, script)) {
      assertThat(spark.awaitExit(LIMIT)).as(spark.err()).isEqualTo(1);
      List<String> said = spark.err().lines().filter(text -> !SparkSql.isChatter(text)).toList();
      assertThat(said).as(spark.err()).hasSize(1);
      assertIsASentence(
          said.get(0).replaceFirst("^" + Pattern.quote(script.toString()) + ":\\d+: ", ""));
      assertThat(said.get(0)).contains(option);
    }
    assertThat(checkpoint).doesNotExist();
  }

  private static void assertIsASentence(String text) {
    assertThat(text)
        .doesNotContain("Exception", "rror in query", "\tat ")
        .matches("[A-Z].*|(checkpointLocation|outputMode)=.*")
        .matches(".*[.?]");
  }

  private static Example kept() {
    return example(checkpoint("taken"))
        .with("\"OrderStreamSink\"", "\"Kept\"")
        .with("'update'", "'update', triggerType='AvailableNow'");
  }

  private static List<String> last(Example example) {
    return example.statements().subList(5, 6);
  }

  @SafeVarargs
  private static List<String> concat(List<String>... parts) {
    return Arrays.stream(parts).flatMap(List::stream).toList();
  }
}
