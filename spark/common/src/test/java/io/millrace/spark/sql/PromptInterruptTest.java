package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Ctrl-C as a signal of this process. */
class PromptInterruptTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void isNotedWhileAStatementWaitsAndAnothersBeforeAndAfter() {
    Signal signal = new Signal("INT");
    AtomicInteger others = new AtomicInteger();
    SignalHandler original = Signal.handle(signal, raised -> others.incrementAndGet());
    // A process that was started to ignore it never hears of it.
    Assumptions.assumeFalse(SignalHandler.SIG_IGN.equals(original));
    try {
      Signal.raise(signal);
      await().atMost(LIMIT).until(() -> others.get() == 1);
      try (PromptInterrupt interrupt = new PromptInterrupt()) {
        assertThat(interrupt.pressed()).isFalse();
        Signal.raise(signal);
        await().atMost(LIMIT).until(interrupt::pressed);
      }
      assertThat(others).hasValue(1);
      Signal.raise(signal);
      await().atMost(LIMIT).until(() -> others.get() == 2);
    } finally {
      Signal.handle(signal, original);
    }
  }
}
