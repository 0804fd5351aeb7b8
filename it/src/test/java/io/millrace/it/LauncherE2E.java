package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The launcher script itself. */
class LauncherE2E {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void runsFromAnyDirectoryThroughLinks() throws Exception {
    Path link =
        Files.createSymbolicLink(directory.resolve("link"), Launched.root().resolve("millrace"));
    Path linkToLink = Files.createSymbolicLink(directory.resolve("m"), Path.of("link"));

    try (Launched millrace =
        Launched.start(directory, Map.of(), List.of(linkToLink.toString(), "--version"))) {
      assertThat(millrace.awaitExit(LIMIT)).as(millrace.err()).isZero();
      assertThat(millrace.out()).startsWith("millrace 0.");
    }
    assertThat(link).isSymbolicLink();
  }

  @Test
  void asksForAJdkWhereThereIsNone() throws Exception {
    assertThat(refusal(Map.of("JAVA_HOME", "/nowhere"), "--version"))
        .isEqualTo(
            "millrace: JAVA_HOME is '/nowhere', where there is no bin/java; set it to a JDK 17.");
  }

  @ParameterizedTest
  @CsvSource({"11.0.22", "21.0.2", "1.8.0_402"})
  void asksForAnotherJdkThanOneOfTheWrongVersion(String version) throws Exception {
    Path home = Files.createDirectories(directory.resolve("jdk"));
    Files.createDirectories(home.resolve("bin"));
    Files.createSymbolicLink(home.resolve("bin/java"), Path.of("/bin/true"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");

    assertThat(refusal(Map.of("JAVA_HOME", home.toString()), "--version"))
        .startsWith("millrace: needs a JDK 17 ")
        .contains("'" + home + "' is Java " + version + ";");
  }

  @Test
  void namesTheSparkLinesThereAre() throws Exception {
    try (Launched millrace = Launched.millrace(directory, "sql", "--spark", "2.4")) {
      assertThat(millrace.awaitExit(LIMIT)).isEqualTo(2);
      assertThat(millrace.err()).isEqualTo("millrace: --spark is '2.4'; give 3.5 or 4.\n");
    }
  }

  private String refusal(Map<String, String> environment, String... arguments)
      throws InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(List.of(Launched.root().resolve("millrace").toString()));
    command.addAll(List.of(arguments));
    try (Launched millrace = Launched.start(directory, environment, command)) {
      assertThat(millrace.awaitExit(LIMIT)).isEqualTo(1);
      return millrace.err().strip();
    }
  }
}
