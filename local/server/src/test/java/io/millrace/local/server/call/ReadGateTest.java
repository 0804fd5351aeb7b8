package io.millrace.local.server.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadGateTest {
  private final ExecutorService others =
      Executors.newCachedThreadPool(task -> new Thread(task, "gate-test"));

  @AfterEach
  void end() {
    others.shutdownNow();
  }

  @Test
  void oneWaitsAndTheNextIsToldToComeAgain() throws Exception {
    ReadGate gate = new ReadGate(1, 1, Duration.ofMinutes(10));
    gate.enter();
    Future<Integer> second =
        others.submit(
            () -> {
              gate.enter();
              gate.leave();
              return 7;
            });
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> gate.waiting() == 1);
    assertRefused(gate);
    assertThat(second.isDone()).isFalse();
    gate.leave();
    assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(7);
    gate.enter();
  }

  @Test
  void patienceEnds() {
    ReadGate gate = new ReadGate(1, 1, Duration.ofMillis(1));
    gate.enter();
    assertRefused(gate);
    gate.leave();
    gate.enter();
  }

  /**
   * In a thread of its own, because one that waits and is interrupted is refused in these words.
   */
  private void assertRefused(ReadGate gate) {
    Future<?> entering = others.submit(gate::enter);
    assertThatThrownBy(() -> entering.get(60, TimeUnit.SECONDS))
        .hasRootCauseMessage("Server is busy.");
  }

  @Test
  void aLittleMemoryLetsTwoIn() {
    assertThat(ReadGate.ofMemory(1 << 20).free()).isEqualTo(2);
    assertThat(ReadGate.ofMemory(1L << 30).free()).isEqualTo(8);
    assertThat(ReadGate.ofMemory(1L << 40).free()).isEqualTo(56);
  }
}
