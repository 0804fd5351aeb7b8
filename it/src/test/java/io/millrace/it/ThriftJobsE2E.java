package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams through Spark's own Thrift server and beeline: scans are a session's, streams the
 * server's.
 */
class ThriftJobsE2E {
  private static final SparkHome HOME = new SparkHome("3.5");
  private static final int STREAMS = 2;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void anotherConnectionOperatesTheStreamsOfOneThatIsClosed() throws Exception {
    int port = SparkHome.freePort();
    try (Server server = Server.on(directory, directory.resolve("data"), 0);
        Tables tables = new Tables(server.endpoint());
        Launched thrift = thriftServer(port)) {
      awaitListening(thrift, port);
      WorkingDay streams = new WorkingDay(directory, tables, server.endpoint(), STREAMS);
      try (SqlPrompt other = beeline(port)) {
        try (SqlPrompt day = beeline(port)) {
          streams.begin(day);
          assertThat(day.ask("SHOW SCANS")).contains("changes0\torders\t", "changes1\torders\t");
          assertThat(other.ask("SHOW SCANS")).doesNotContain("changes");
          assertThat(day.quit()).isZero();
        }
        assertThat(other.ask("SHOW STREAMS").split("\tRUNNING\t", -1)).hasSize(STREAMS + 1);
        assertThat(other.ask("STOP STREAM s00", "CREATE STREM s"))
            .contains(
                "There is no stream s00: did you mean s0?", "near 'STREM': expected STREAM.(line");
        assertThat(other.ask("STOP STREAM s0", "SHOW STREAMS LIKE 's0'"))
            .contains("s0\tSTOPPED\tsink0\t");
        streams.resume(other, 0);
      }
      thrift.process().destroy();
      assertThat(thrift.awaitExit(Duration.ofMinutes(1))).isEqualTo(143);
    }
  }

  private Launched thriftServer(int port) {
    return HOME.server(
        directory,
        "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2",
        List.of(),
        List.of(),
        "--hiveconf",
        "hive.server2.thrift.port=" + port,
        "--hiveconf",
        "hive.server2.thrift.bind.host=127.0.0.1");
  }

  private static void awaitListening(Launched thrift, int port) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              thrift.isAliveOrFail();
              try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
              } catch (IOException refused) {
                return false;
              }
            });
  }

  private SqlPrompt beeline(int port) {
    return SqlPrompt.of(
        Launched.start(
            directory,
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                HOME.jars() + "/*",
                "org.apache.hive.beeline.BeeLine",
                "-u",
                "jdbc:hive2://127.0.0.1:" + port + "/",
                "-n",
                System.getProperty("user.name"),
                "--outputformat=tsv2",
                "--showHeader=false",
                "--silent=true")));
  }
}
