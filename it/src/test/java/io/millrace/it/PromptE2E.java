package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C at the prompt of the genuine spark-sql while a stream is in a batch. */
class PromptE2E {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** Leaves a file when a task runs it, and then takes longer than any test. */
  private static final String LONG =
      "reflect('java.io.File', 'createTempFile', '%s-runs', '') AS file, reflect('java.lang.Thread', 'sleep', 3600000L) AS slept";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void ctrlCEndsTheStatementOrTheWaitAndNoStream() throws Exception {
    try (SqlPrompt prompt = prompt()) {
      prompt.ask(
          "CREATE TABLE ticks USING rate",
          "CREATE TABLE seen (value BIGINT, file STRING, slept STRING) USING parquet",
          "CREATE SCAN tick_stream ON ticks USING STREAM",
          "CREATE STREAM slow OPTIONS (checkpointLocation = 'checkpoint') INSERT INTO seen SELECT value, "
              + LONG.formatted("stream")
              + " FROM tick_stream");
      awaitFile("stream-runs");

      prompt.type("SELECT " + LONG.formatted("statement") + " FROM range(1)");
      awaitFile("statement-runs");
      pressCtrlC(prompt);
      assertThat(prompt.ask("SHOW STREAMS")).contains("slow\tRUNNING\t");
      assertThat(prompt.launched().err()).contains("Ctrl-C was pressed");

      prompt.type("AWAIT STREAMS");
      await().atMost(LIMIT).until(() -> stacks(prompt).contains("SessionStreams.await("));
      pressCtrlC(prompt);
      assertThat(prompt.ask("DESCRIBE STREAM slow"))
          .contains("State\tRUNNING")
          .doesNotContain("cancelled");
    }
  }

  private SqlPrompt prompt() {
    List<String> command =
        new ArrayList<>(
            List.of(
                "setsid",
                "env",
                "--default-signal=INT",
                Launched.root().resolve("millrace").toString(),
                "sql",
                "--master",
                "local[4]",
                "--driver-java-options",
                "-Djava.io.tmpdir=" + directory));
    for (String conf : SparkHome.ON_ONE_MACHINE) {
      command.addAll(List.of("--conf", conf));
    }
    return SqlPrompt.of(Launched.start(directory, Map.of(), command));
  }

  private void awaitFile(String beginning) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              try (Stream<Path> files = Files.list(directory)) {
                return files.anyMatch(file -> file.getFileName().toString().startsWith(beginning));
              }
            });
  }

  /** What the threads of spark-sql are doing. */
  private static String stacks(SqlPrompt prompt) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String spark = Long.toString(prompt.launched().find("SparkSQLCLIDriver").pid());
    Process printing = new ProcessBuilder(jcmd, spark, "Thread.print").start();
    return new String(printing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Signals the whole group, as a terminal does. */
  private static void pressCtrlC(SqlPrompt prompt) throws IOException, InterruptedException {
    String group = "-" + prompt.launched().process().pid();
    assertThat(new ProcessBuilder("kill", "-INT", "--", group).start().waitFor()).isZero();
  }
}
