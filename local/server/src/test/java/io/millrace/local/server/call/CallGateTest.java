package io.millrace.local.server.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallGateTest {
  private final CallGate gate = new CallGate();
  private final ExecutorService other =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "gate-test"));

  @AfterEach
  void end() {
    other.shutdownNow();
  }

  @Test
  void closesOnlyWhenEverybodyHasLeft() throws Exception {
    gate.enter();
    Future<Boolean> early = other.submit(() -> gate.close(Duration.ofMillis(1)));
    assertThat(early.get(60, TimeUnit.SECONDS)).isFalse();
    gate.leave();
    assertThat(gate.close(Duration.ofSeconds(60))).isTrue();
    assertThatThrownBy(gate::enter).hasMessage("Server is not available.");
    assertThatThrownBy(() -> gate.alone(() -> 1)).hasMessage("Server is not available.");
  }

  @Test
  void whoIsAloneWaitsForTheOthers() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    gate.enter();
    Future<Integer> alone =
        other.submit(
            () -> {
              asked.countDown();
              return gate.alone(() -> 7);
            });
    assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(alone.isDone()).isFalse();
    gate.leave();
    assertThat(alone.get(60, TimeUnit.SECONDS)).isEqualTo(7);
  }
}
