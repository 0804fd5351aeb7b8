package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documented script over real orders, from the one command of the README. */
class DemoE2E {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"3.5", "4"})
  void countsEveryRealOrderOnce(String spark) throws InterruptedException {
    Orders orders = Orders.real();
    try (Launched demo =
        Launched.millrace(
            directory,
            "demo",
            "--orders",
            orders.file().toString(),
            "--until-drained",
            "--spark",
            spark)) {
      assertThat(demo.awaitExit(Duration.ofMinutes(4))).as(demo.err()).isZero();

      Windows windows = Windows.ofCsv(demo.out());
      windows.assertEqualTo(orders.windows());
      assertThat(windows.size()).isEqualTo(604);
      assertThat(windows.count()).isEqualTo(14_594);
      assertThat(windows.totalPrice()).isEqualTo(252_979.77, within(1e-6));
    }
  }
}
