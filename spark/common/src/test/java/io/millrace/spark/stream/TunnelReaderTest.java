package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where queries on one tunnel begin that have no checkpoint. */
class TunnelReaderTest {

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final TunnelReaders readers = new TunnelReaders();
  private final SourceIdentity source = new SourceIdentity("instance", "Items", "t");
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void endThreads() {
    end.countDown();
  }

  @Test
  void thoseOfAFewMinutesBeginWhereTheFirstDid() throws Exception {
    TunnelReader first = query("first");
    assertThat(first.initialPosition("c", () -> "0", 0)).isEqualTo("0");
    assertThat(query("second").initialPosition("c", () -> "7", 5 * MINUTE)).isEqualTo("0");
    assertThat(query("second").initialPosition("other channel", () -> "3", 5 * MINUTE))
        .isEqualTo("3");

    // The second hands on when the first began, so that no chain of queries goes back for ever.
    assertThat(query("third").initialPosition("c", () -> "9", 5 * MINUTE + 1)).isEqualTo("9");
    assertThat(query("fourth").initialPosition("c", () -> "12", 6 * MINUTE)).isEqualTo("9");
  }

  @Test
  void onesThatAreOverDoNotCount() throws Exception {
    TunnelReader first = query("first");
    first.initialPosition("c", () -> "0", 0);
    first.close();
    assertThat(query("second").initialPosition("c", () -> "7", 1)).isEqualTo("7");
  }

  private TunnelReader query(String checkpoint) {
    Thread thread = new Thread(this::run, checkpoint);
    thread.setDaemon(true);
    thread.start();
    return readers.enter(source, checkpoint, thread);
  }

  private void run() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
