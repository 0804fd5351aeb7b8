package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptArgumentsTest {

  @Test
  void argumentsOfSparkSql() {
    assertThat(
            ScriptArguments.of(
                "-i",
                "a",
                "-f",
                "b",
                "c",
                "-e",
                "SELECT 1",
                "-d",
                "x=1",
                "--define",
                "y=a=b",
                "--hivevar",
                "z=",
                "-S"))
        .isEqualTo(
            new ScriptArguments(
                List.of("a", "b", "c"),
                List.of("SELECT 1"),
                Map.of("x", "1", "y", "a=b", "z", "")));
  }

  @Test
  void variablesThatAreNotDefinedStay() {
    ScriptArguments arguments = ScriptArguments.of("-d", "a=1$0", "x");
    assertThat(arguments.substituted("${a} ${hivevar:a} ${hiveconf:a} ${b} ${system:a} $a"))
        .isEqualTo("1$0 1$0 1$0 ${b} ${system:a} $a");
  }

  @Test
  void wrongArgumentsAreNamed() {
    assertThatThrownBy(() -> ScriptArguments.of("--what"))
        .hasMessageStartingWith("Unknown argument --what; usage: ");
    assertThatThrownBy(() -> ScriptArguments.of("-f"))
        .hasMessageStartingWith("-f lacks its value; usage: ");
    assertThatThrownBy(() -> ScriptArguments.of("-d", "x", "f"))
        .hasMessageStartingWith("--define wants NAME=VALUE, not 'x'; ");
    assertThatThrownBy(ScriptArguments::of).hasMessageStartingWith("No script is given; ");
  }
}
