package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MissionScriptTest {
  private static final Map<String, String> PLACES =
      Map.of(
          "endpoint", "http://127.0.0.1:1",
          "instance", "i",
          "key", "k",
          "secret", "s$1\\",
          "tunnel", "t",
          "checkpoint", "/c");

  @Test
  void fillsThePlacesAndLeavesTheRestAlone() {
    String script = MissionScript.fill(PLACES);

    assertThat(script)
        .contains("endpoint=\"http://127.0.0.1:1\",\n")
        .contains("access.key.secret=\"s$1\\\",\n")
        .contains("// Create an external table, which is the Sink table named order_stream_sink.\n")
        .contains("checkpointLocation='/c',\noutputMode='update'\n")
        .endsWith("GROUP BY window(to_timestamp(timestamp / 1000), \"30 seconds\");\n");
    assertThat(script.lines().filter(line -> !line.startsWith("--")))
        .noneMatch(line -> line.contains("${"));
  }

  @Test
  void refusesAPlaceWithoutValue() {
    assertThatThrownBy(() -> MissionScript.fill(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("No value for ${endpoint}");
  }
}
