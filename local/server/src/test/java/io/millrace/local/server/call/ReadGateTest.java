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
import org.junit.jupiter.api.Timeout;

/** With a limit: a gate that lets all of them wait would refuse them too, after its patience. */
@Timeout(60)
class ReadGateTest {
  private final ExecutorService other =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "gate-test"));

  @AfterEach
  void end() {
    other.shutdownNow();
  }

  @Test
  void oneWaitsAndTheNextIsToldToComeAgain() throws Exception {
    ReadGate gate = new ReadGate(1, 1, Duration.ofMinutes(10));
    gate.enter();
    Future<Integer> second =
        other.submit(
            () -> {
              gate.enter();
              gate.leave();
              return 7;
            });
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> gate.waiting() == 1);
    assertThatThrownBy(gate::enter).hasMessage("Server is busy.");
    assertThat(second.isDone()).isFalse();
    gate.leave();
    assertThat(second.get(60, TimeUnit.SECONDS)).isEqualTo(7);
    gate.enter();
  }

  @Test
  void patienceEnds() {
    ReadGate gate = new ReadGate(1, 1, Duration.ofMillis(1));
    gate.enter();
    assertThatThrownBy(gate::enter).hasMessage("Server is busy.");
    gate.leave();
    gate.enter();
  }

  @Test
  void aLittleMemoryLetsTwoIn() {
    assertThat(ReadGate.ofMemory(1 << 20).free()).isEqualTo(2);
    assertThat(ReadGate.ofMemory(1L << 30).free()).isEqualTo(8);
    assertThat(ReadGate.ofMemory(1L << 40).free()).isEqualTo(56);
  }
}
