package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same working day over Spark Connect, on both lines: sessions of several client processes
 * operate streams that belong to none of them.
 */
class ConnectJobsE2E {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @ParameterizedTest
  @CsvSource({"3.5, 7", "4, 10"})
  void streamsAreOperatedFromOtherProcesses(String line, int count) throws Exception {
    try (Server server = Server.on(directory, directory.resolve("data"), 0);
        Tables tables = new Tables(server.endpoint());
        SparkConnect connect = SparkConnect.of(line, directory)) {
      WorkingDay streams = new WorkingDay(directory, tables, server.endpoint(), count);
      try (SqlPrompt other = connect.client()) {
        try (SqlPrompt day = connect.client()) {
          streams.begin(day);
          streams.operate(
              day, () -> assertThat(other.ask("STOP STREAM s5")).doesNotContain("refused"));
          assertThat(day.quit()).isZero();
        }
        // The streams outlive the session that made them; another one has none of its scans.
        assertThat(other.ask("SHOW STREAMS").split("\tRUNNING\t", -1)).hasSize(count - 1);
        assertThat(other.ask("STOP STREAM s0", "SHOW STREAMS LIKE 's0'"))
            .contains("s0\tSTOPPED\tsink0\t");
        streams.resume(other, 0, 5);
        assertThat(other.quit()).isZero();
      }
      assertThat(connect.terminate()).isEqualTo(143);
    }
  }
}
