package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A working day with ten streams, and the morning after, without leaving the genuine spark-sql. */
class SqlJobsE2E {
  private static final int STREAMS = 10;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void tenStreamsAreOperatedInSql() throws Exception {
    try (Server server = Server.on(directory, directory.resolve("data"), 0);
        Tables tables = new Tables(server.endpoint())) {
      WorkingDay streams = new WorkingDay(directory, tables, server.endpoint(), STREAMS);
      try (SqlPrompt day = SqlPrompt.sparkSql(directory)) {
        streams.begin(day);
        streams.operate(day, this::stopFromAnotherApplication);
        assertThat(day.ask("SELECT * FROM changes0"))
            .contains("reads a stream, which never ends: add LIMIT");
        assertThat(day.quit()).isZero();
      }
      try (SqlPrompt morning = SqlPrompt.sparkSql(directory)) {
        assertThat(morning.ask("SHOW STREAMS").split("\tSTOPPED\t", -1)).hasSize(STREAMS);
        streams.resume(morning, 0, 5);
        ProcessHandle spark = morning.launched().find("SparkSQLCLIDriver");
        spark.destroy();
        assertThat(morning.launched().awaitExit(Duration.ofMinutes(1))).isEqualTo(143);
      }
    }
  }

  private void stopFromAnotherApplication() throws InterruptedException {
    try (Launched other =
        Launched.millrace(
            directory,
            "sql",
            "--conf",
            "spark.sql.catalogImplementation=in-memory",
            "--conf",
            "spark.ui.enabled=false",
            "-e",
            "SHOW STREAMS; STOP STREAM s5; SHOW STREAMS LIKE 's5'")) {
      assertThat(other.awaitExit(Duration.ofMinutes(3))).as(other.err()).isZero();
      assertThat(other.out()).contains("s1\tRUNNING\t", "s5\tRUNNING\t", "s5\tSTOPPED\t");
    }
  }
}
