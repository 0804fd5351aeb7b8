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
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The demo without arguments: what it shows, and that nothing stays when it ends. */
class DemoLiveE2E {
  private static final Pattern ENDPOINT = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern FIGURES =
      Pattern.compile(
          "orders stored [\\d,]+ +counted [\\d,]+ +[\\d,]+ rows/s +delay order to sink [\\d,]+ ms");
  private static final Pattern WINDOW =
      Pattern.compile(
          "^(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d) +\\S+ \\S+ +[\\d,]+ +[-\\d,.]+$",
          Pattern.MULTILINE);

  /** Half a minute on two cores that have nothing else to do. */
  private static final Duration FIRST_RESULT = Duration.ofMinutes(3);

  private static final Duration SECOND_WINDOW = Duration.ofMinutes(2);
  private static final Duration END = Duration.ofMinutes(1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @Test
  void showsTheSinkUntilCtrlC() throws Exception {
    try (Launched demo = demo()) {
      await()
          .atMost(FIRST_RESULT)
          .until(() -> demo.isAliveOrFail() && FIGURES.matcher(lastScreen(demo)).find());
      await()
          .atMost(SECOND_WINDOW)
          .until(() -> demo.isAliveOrFail() && windows(lastScreen(demo)).size() >= 2);

      assertThat(windows(lastScreen(demo)))
          .isSortedAccordingTo((one, other) -> other.compareTo(one));
      List<ProcessHandle> tree = demo.tree();
      int port = port(demo);
      assertThat(isOpen(port)).isTrue();

      pressCtrlC(demo);

      assertThat(demo.awaitExit(END)).isEqualTo(128 + 2);
      assertThat(demo.err()).doesNotContain("Exception");
      await().atMost(END).until(() -> tree.stream().noneMatch(ProcessHandle::isAlive));
      assertThat(isOpen(port)).isFalse();
      assertThat(Launched.root().resolve(".millrace/demo"))
          .isDirectoryNotContaining("glob:**-" + demo.process().pid());
    }
  }

  @Test
  void nothingOutlivesAKilledDemo() throws Exception {
    try (Launched demo = demo()) {
      await()
          .atMost(FIRST_RESULT)
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

      await().atMost(END).until(() -> tree.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  /** A demo in a process group of its own, as a terminal starts it. */
  private Launched demo() {
    return Launched.start(
        directory,
        Map.of(),
        List.of(
            "setsid",
            "env",
            "--default-signal=INT",
            Launched.root().resolve("millrace").toString(),
            "demo"));
  }

  /** Signals the whole group, as a terminal does. */
  private static void pressCtrlC(Launched demo) throws IOException, InterruptedException {
    String group = "-" + demo.process().pid();
    assertThat(new ProcessBuilder("kill", "-INT", "--", group).start().waitFor()).isZero();
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

  private static boolean isOpen(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException e) {
      return false;
    }
  }
}
