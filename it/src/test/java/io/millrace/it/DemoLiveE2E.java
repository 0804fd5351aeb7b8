package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The demo without arguments: what it shows, and that nothing stays when it ends. */
@Tag("unsettled")
class DemoLiveE2E {
  private static final Pattern ENDPOINT = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern FIGURES =
      Pattern.compile(
          "orders stored [\\d,]+ +counted [\\d,]+ +[\\d,]+ rows/s +delay order to sink [\\d,]+ ms");
  private static final Pattern WINDOW =
      Pattern.compile(
          "^(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) +\\S+ \\S+ +[\\d,]+ +[-\\d,.]+$",
          Pattern.MULTILINE);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void showsTheSinkUntilCtrlC() throws Exception {
    try (Launched demo = Launched.millrace(directory, "demo")) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> lastScreen(demo).matches(Pattern.compile("(?s).*" + FIGURES + ".*").pattern()));
      await().atMost(Duration.ofMinutes(1)).until(() -> windows(lastScreen(demo)).size() >= 2);

      assertThat(windows(lastScreen(demo)))
          .isSortedAccordingTo((one, other) -> other.compareTo(one));
      List<ProcessHandle> tree = demo.tree();
      int port = port(demo);
      assertThat(isOpen(port)).isTrue();

      signal("INT", demo.process().toHandle());

      assertThat(demo.awaitExit(Duration.ofSeconds(20))).isEqualTo(128 + 2);
      assertThat(demo.err()).doesNotContain("Exception");
      assertNothingLeft(tree, port);
    }
  }

  @Test
  void nothingOutlivesAKilledDemo() throws Exception {
    try (Launched demo = Launched.millrace(directory, "demo")) {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  demo.tree().stream()
                      .anyMatch(
                          handle ->
                              handle
                                  .info()
                                  .commandLine()
                                  .orElse("")
                                  .contains("SparkSQLCLIDriver")));
      List<ProcessHandle> tree = demo.tree();

      demo.process().destroyForcibly();

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> tree.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  private static String lastScreen(Launched demo) {
    String out = demo.out();
    int start = out.lastIndexOf("OrderStreamSink at ");
    return start < 0 ? "" : out.substring(start);
  }

  private static List<String> windows(String screen) {
    return WINDOW.matcher(screen).results().map(match -> match.group(1)).toList();
  }

  private static int port(Launched demo) {
    Matcher endpoint = ENDPOINT.matcher(demo.out());
    assertThat(endpoint.find()).isTrue();
    return Integer.parseInt(endpoint.group(1));
  }

  private static void signal(String name, ProcessHandle process)
      throws IOException, InterruptedException {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  private static void assertNothingLeft(List<ProcessHandle> tree, int port) throws IOException {
    assertThat(tree).noneMatch(ProcessHandle::isAlive);
    assertThat(isOpen(port)).isFalse();
    assertThat(Launched.root().resolve(".millrace/demo")).isEmptyDirectory();
  }

  private static boolean isOpen(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }
}
