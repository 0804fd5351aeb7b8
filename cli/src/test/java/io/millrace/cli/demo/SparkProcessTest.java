package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor, with a shell in Spark's place. */
class SparkProcessTest {
  @TempDir private Path directory;

  @Test
  void reportsTheExitCodeAndTheLastWords() {
    SparkProcess process = start("echo begun; echo 'Error in query: no table'; echo; exit 3");

    await().atMost(Duration.ofMinutes(1)).until(() -> !process.isAlive());

    assertThat(process.exitCode()).isEqualTo(3);
    assertThat(process.lastWords()).isEqualTo("Error in query: no table");
  }

  @Test
  void closingAsksTheChildToEndAndLetsItDoSo() throws IOException {
    Path ended = directory.resolve("ended");
    SparkProcess process =
        start(
            "trap 'echo yes > "
                + ended
                + "; exit 0' TERM; echo ready; while :; do sleep 0.1; done");
    await().atMost(Duration.ofMinutes(1)).until(() -> process.lastWords().equals("ready"));

    process.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(Files.readString(ended)).isEqualTo("yes\n");
  }

  @Test
  void closingEndsAChildThatDoesNotListen() {
    SparkProcess process = start("trap '' TERM; echo $$; while :; do sleep 0.1; done");
    await().atMost(Duration.ofMinutes(1)).until(() -> !process.lastWords().isEmpty());
    ProcessHandle child = ProcessHandle.of(Long.parseLong(process.lastWords())).orElseThrow();

    process.close();

    assertThat(process.isAlive()).isFalse();
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void aKilledChildIsReported() {
    SparkProcess process = start("kill -9 $$");

    await().atMost(Duration.ofMinutes(1)).until(() -> !process.isAlive());

    assertThat(process.exitCode()).isEqualTo(128 + 9);
  }

  private SparkProcess start(String script) {
    return SparkProcess.start(List.of("bash", "-c", script), directory, directory.resolve("log"));
  }
}
