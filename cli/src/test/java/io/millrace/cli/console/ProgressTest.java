package io.millrace.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter text = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void redrawsOneLineAtMostFiveTimesASecond() {
    Progress progress = new Progress("Imported", new PrintWriter(text), true, nanos::get);
    progress.update(1, 100);
    assertThat(text.toString()).isEmpty();
    nanos.set(TimeUnit.SECONDS.toNanos(1));
    progress.update(50, 100);
    progress.update(51, 100);
    assertThat(text.toString()).isEqualTo("\rImported 50 of 100 (50 %) rows, 50 rows/s");
    progress.clear();
    assertThat(text.toString()).endsWith(" ".repeat(41) + "\r");
  }

  @Test
  void drawsNothingWithoutATerminal() {
    Progress progress = new Progress("Imported", new PrintWriter(text), false, nanos::get);
    nanos.set(TimeUnit.SECONDS.toNanos(2));
    progress.update(50, 100);
    progress.clear();
    assertThat(text.toString()).isEmpty();
    assertThat(progress.perSecond(50)).isEqualTo(25);
  }
}
