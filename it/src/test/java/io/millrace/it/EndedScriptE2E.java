package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SIGTERM and a mistake leave of a stream in the middle of a batch. */
class EndedScriptE2E {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @ParameterizedTest
  @CsvSource({"3.5", "4"})
  void sigtermStopsIt(String line) throws Exception {
    Path script = script("AWAIT STREAMS;\nSELECT 'went on';\n");
    try (Launched spark = SparkSql.example(line, directory, script)) {
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  spark.isAliveOrFail() && Files.exists(directory.resolve("checkpoint/offsets/1")));
      spark.process().destroy();
      assertThat(spark.awaitExit(LIMIT)).isEqualTo(143);
      assertThat(spark.out()).doesNotContain("went on");
      assertWasStopped(spark);
    }
  }

  @ParameterizedTest
  @CsvSource({"3.5", "4"})
  void aMistakeBehindItStopsIt(String line) throws Exception {
    Path script = script("SELECT count(*) FROM range(300000000);\nDROP STREAM nowhere;\n");
    try (Launched spark = SparkSql.example(line, directory, script)) {
      assertThat(spark.awaitExit(LIMIT)).isEqualTo(1);
      assertThat(spark.out() + spark.err()).contains("There is no stream nowhere");
      assertWasStopped(spark);
    }
  }

  /** Its batches take longer than anything else here. */
  private Path script(String rest) throws Exception {
    return Files.writeString(
        directory.resolve("script.sql"),
        """
        CREATE TABLE ticks USING rate OPTIONS (rowsPerSecond = 100);
        CREATE TABLE sink (value BIGINT) USING parquet;
        CREATE SCAN ticking ON ticks USING STREAM;
        CREATE STREAM slow OPTIONS (checkpointLocation = '%s') INSERT INTO sink
        SELECT value FROM ticking WHERE java_method('java.lang.Thread', 'sleep', 100L) IS NOT NULL;
        %s"""
            .formatted(directory.resolve("checkpoint"), rest));
  }

  private void assertWasStopped(Launched spark) throws Exception {
    assertThat(spark.err()).doesNotContain("terminated with error", "stopped SparkContext");
    Path status = directory.resolve("warehouse/_millrace_streams/status-slow.json");
    assertThat(Files.readString(status)).startsWith("{\"state\":\"STOPPED\"");
  }
}
