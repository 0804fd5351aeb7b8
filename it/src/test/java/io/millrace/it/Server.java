package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code ./millrace server} process, ready. */
final class Server implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile(
          "^millrace: Tablestore ready at (http://127\\.0\\.0\\.1:(\\d+)) .*\\R",
          Pattern.MULTILINE);

  private final Launched launched;
  private final Matcher ready;

  private Server(Launched launched, Matcher ready) {
    this.launched = launched;
    this.ready = ready;
  }

  /** Starts a server on a directory; port 0 for any. */
  static Server on(Path directory, Path data, int port, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("server", "--data", data.toString(), "--port", Integer.toString(port)));
    if (!List.of(options).contains("--partitions")) {
      arguments.addAll(List.of("--partitions", "4"));
    }
    arguments.addAll(List.of(options));
    Launched launched = Launched.millrace(directory, arguments.toArray(String[]::new));
    launched.awaitOut("\n", Duration.ofSeconds(30));
    Matcher ready = READY.matcher(launched.out());
    assertThat(ready.matches()).as(launched.out()).isTrue();
    return new Server(launched, ready);
  }

  String endpoint() {
    return ready.group(1);
  }

  int port() {
    return Integer.parseInt(ready.group(2));
  }

  Launched launched() {
    return launched;
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    launched.process().destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    launched.close();
  }
}
