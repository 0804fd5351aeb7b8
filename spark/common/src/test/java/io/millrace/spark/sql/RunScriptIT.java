package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunScriptIT {

  @RegisterExtension static final SqlSession session = new SqlSession();

  private static int tests;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path checkpoint;
  private String sink;

  @BeforeAll
  static void tables() {
    session.jsonTable("orders", "id BIGINT", "{\"id\": 1}", "{\"id\": 2}", "{\"id\": 3}");
    session.sql("CREATE SCAN order_stream ON orders USING STREAM OPTIONS(maxFilesPerTrigger=1)");
  }

  @BeforeEach
  void ownSink() {
    tests++;
    checkpoint = session.directory().resolve("script" + tests);
    sink = "sink" + tests;
    session.sql("CREATE TABLE " + sink + " (id BIGINT) USING parquet");
  }

  @Test
  void resultsArePrintedAsSparkSqlPrintsThem() throws IOException {
    Path file =
        script(
            "// it's a ${comment}; with a semicolon\nSELECT 1, 'a;b', NULL, '${word}';\n/* ; */ SHOW TABLES LIKE '${hivevar:word}'; -- end");
    assertThat(run("-d", "word=orders", file.toString())).isTrue();
    assertThat(out()).hasLineCount(2).startsWith("1\ta;b\tNULL\torders\n").endsWith("\norders\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void itEndsWhenItsStreamsAreDrained() throws IOException {
    Path file = script(stream("a", "id", ", triggerType='AvailableNow'") + "SELECT 'started';");
    boolean done = run("-f", file.toUri().toString());
    assertThat(err()).isEmpty();
    assertThat(done).isTrue();
    assertThat(out()).isEqualTo("started\n");
    assertThat(session.rows("SELECT * FROM " + sink)).containsExactly("[1]", "[2]", "[3]");
  }

  @Test
  @Timeout(120)
  void aFailedStreamIsNamedAndEndsTheOthersAfterWhatEndsByItself() throws IOException {
    session.sql("CREATE TABLE b" + sink + " (id BIGINT) USING parquet");
    session.sql("CREATE TABLE c" + sink + " (id BIGINT) USING parquet");
    String endless = stream("endless", "id", "").replace("INTO ", "INTO b");
    String drained =
        stream("drained", "id", ", triggerType='AvailableNow'").replace("INTO ", "INTO c");
    String broken =
        stream("broken", "IF(id = 2, CAST(raise_error('two is wrong') AS BIGINT), id) AS id", "");
    assertThat(run(script(endless + drained + broken).toString())).isFalse();
    assertThat(err())
        .isEqualTo(
            "Stream broken failed: two is wrong. The same CREATE STREAM resumes it from its checkpoint.\n");
    assertThat(session.rows("SELECT * FROM c" + sink)).containsExactly("[1]", "[2]", "[3]");
    assertThat(session.spark().streams().active()).isEmpty();
  }

  @Test
  void theFirstErrorEndsIt() throws IOException {
    Path file = script("SELECT 1;\n\n-- next\nSELECT * FROM nowhere;\nSELECT 2;");
    assertThat(run(file.toString())).isFalse();
    assertThat(out()).isEqualTo("1\n");
    assertThat(err()).startsWith(file + ":3: ").contains("nowhere").doesNotContain("at org.apache");
  }

  @Test
  @Timeout(120)
  void theFirstErrorStopsTheStreamsBeforeIt() throws IOException {
    Path file = script(stream("before", "id", "") + "SELECT * FROM nowhere;");
    assertThat(run(file.toString())).isFalse();
    assertThat(err()).startsWith(file + ":2: ").contains("nowhere");
    assertThat(session.spark().streams().active()).isEmpty();
    assertThat(session.rows("SHOW STREAMS LIKE 'before'").toString()).contains("[before,STOPPED,");
  }

  @Test
  void errorsOfOursAreOneLine() {
    assertThat(run("-e", "CREATE SCAN s ON oders USING STREAM")).isFalse();
    assertThat(err()).isEqualTo("-e:1: There is no table oders: did you mean orders?\n");
  }

  @Test
  void errorsOfTasksAreOneLine() {
    assertThat(run("-e", "SELECT raise_error('what happened')")).isFalse();
    assertThat(err()).contains("what happened").hasLineCount(1);
  }

  @Test
  void aScriptThatIsNotThereIsNamed() {
    assertThat(run("no/such.sql")).isFalse();
    assertThat(err()).startsWith("The script no/such.sql cannot be read: ").hasLineCount(1);
  }

  private boolean run(String... arguments) {
    PrintStream capturedOut = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream capturedErr = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new RunScript(ScriptArguments.of(arguments), capturedOut, capturedErr)
        .run(session.spark());
  }

  private Path script(String text) throws IOException {
    return Files.writeString(Files.createTempFile(session.directory(), "script", ".sql"), text);
  }

  private String stream(String name, String column, String option) {
    return "CREATE STREAM "
        + name
        + " OPTIONS(checkpointLocation='"
        + checkpoint.resolve(name)
        + "'"
        + option
        + ") INSERT INTO "
        + sink
        + " SELECT "
        + column
        + " FROM order_stream;\n";
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
