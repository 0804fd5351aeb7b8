package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoStateTest {
  private static final DemoState STATE = new DemoState("12-ab", "3.5", 8087);

  @TempDir private Path directory;

  @Test
  void comesBackAsItWasWritten() {
    Path file = directory.resolve("demo.properties");
    assertThat(DemoState.read(file)).isNull();

    STATE.write(file);

    assertThat(DemoState.read(file)).isEqualTo(STATE);
  }

  @Test
  void refusesADamagedFile() throws IOException {
    Path file = Files.writeString(directory.resolve("demo.properties"), "port=many");

    assertThatThrownBy(() -> DemoState.read(file))
        .hasMessage("'" + file + "' is damaged; give --dir a new directory.");
  }

  @Test
  void goesOnOnlyWithTheSameOrdersAndSpark() {
    assertThatCode(() -> STATE.check(directory, "12-ab", "3.5")).doesNotThrowAnyException();
    assertThatThrownBy(() -> STATE.check(directory, "13-ab", "3.5"))
        .hasMessage(
            "'"
                + directory
                + "' was made with other orders; give the same ones, or another --dir.");
    assertThatThrownBy(() -> STATE.check(directory, "12-ab", "4"))
        .hasMessage(
            "'"
                + directory
                + "' was made with --spark 3.5; go on with that, or give another --dir.");
  }
}
