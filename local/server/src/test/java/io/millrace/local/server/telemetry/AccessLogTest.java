package io.millrace.local.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;

  @Test
  void writesALineForEachCallAndKeepsEarlierOnes() throws Exception {
    Path file = directory.resolve("access.log");
    try (AccessLog log = AccessLog.open(file, CLOCK)) {
      log.answered(call("PutRow", "millrace"));
      assertThat(Files.readAllLines(file)).hasSize(1);
    }
    try (AccessLog log = AccessLog.open(file, CLOCK)) {
      log.answered(call("GetRow", null));
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "2026-11-22T08:00:00Z 127.0.0.1 millrace PutRow 200 OK 10 20 1.500 id-1",
            "2026-11-22T08:00:00Z 127.0.0.1 - GetRow 200 OK 10 20 1.500 id-1");
  }

  @Test
  void aCallerCannotForgeALine() throws Exception {
    Path file = directory.resolve("access.log");
    try (AccessLog log = AccessLog.open(file, CLOCK)) {
      log.answered(call("Put\nRow forged", "a b"));
    }
    assertThat(Files.readAllLines(file))
        .containsExactly(
            "2026-11-22T08:00:00Z 127.0.0.1 a?b Put?Row?forged 200 OK 10 20 1.500 id-1");
  }

  private static CallRecord call(String operation, String instance) {
    return new CallRecord(
        operation, true, instance, "id-1", "127.0.0.1", 200, CallRecord.OK, 10, 20, 1_500_000);
  }
}
