package io.millrace.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Millrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

/** The help in {@code docs/server.md} is the one that the command prints. */
class ServerPageTest {
  private static final Path PAGE = Path.of("../docs/server.md");
  private static final Pattern BLOCK =
      Pattern.compile("<!-- help: server -->\n```text\n.*?```\n", Pattern.DOTALL);

  @Test
  void helpInThePageIsWhatTheCommandPrints() throws IOException {
    String help =
        Millrace.commandLine()
            .getSubcommands()
            .get("server")
            .getUsageMessage(Ansi.OFF)
            .lines()
            .map(String::stripTrailing)
            .collect(Collectors.joining("\n"));
    Path generated = Path.of("target/server.md");
    Files.createDirectories(generated.getParent());
    Files.writeString(
        generated,
        BLOCK
            .matcher(Files.readString(PAGE))
            .replaceAll(
                Matcher.quoteReplacement(
                    "<!-- help: server -->\n```text\n" + help.stripTrailing() + "\n```\n")));
    assertThat(PAGE)
        .as("docs/server.md; copy cli/%s over it", generated)
        .hasSameTextualContentAs(generated);
  }
}
