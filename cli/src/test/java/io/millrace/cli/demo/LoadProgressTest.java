package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadProgressTest {
  @Test
  void tellsWhenAnOrderWasStored() {
    LoadProgress progress = new LoadProgress();
    progress.add(10, 1_000);
    progress.add(5, 2_000);

    assertThat(progress.stored()).isEqualTo(15);
    assertThat(progress.millisOf(10)).isEqualTo(1_000);
    assertThat(progress.millisOf(11)).isEqualTo(2_000);
    assertThat(progress.millisOf(16)).isEqualTo(-1);
  }
}
