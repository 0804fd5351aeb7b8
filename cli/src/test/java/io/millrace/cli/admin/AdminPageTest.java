package io.millrace.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Millrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The help in {@code docs/admin.md} is the one that the commands print. */
class AdminPageTest {
  private static final Path PAGE = Path.of("../docs/admin.md");
  private static final Pattern BLOCK =
      Pattern.compile("<!-- help: ([a-z_]+) -->\n```text\n.*?```\n", Pattern.DOTALL);

  private final CommandLine admin = Millrace.commandLine().getSubcommands().get("admin");

  @Test
  void helpInThePageIsWhatTheCommandsPrint() throws IOException {
    Path generated = Path.of("target/admin.md");
    Files.createDirectories(generated.getParent());
    Files.writeString(
        generated,
        BLOCK
            .matcher(Files.readString(PAGE))
            .replaceAll(block -> Matcher.quoteReplacement(block(block.group(1)))));

    assertThat(PAGE)
        .as("docs/admin.md; copy cli/%s over it", generated)
        .hasSameTextualContentAs(generated);
  }

  @Test
  void everyCommandIsOnThePage() throws IOException {
    List<String> commands =
        admin.getSubcommands().values().stream()
            .map(CommandLine::getCommandName)
            .distinct()
            .toList();
    assertThat(BLOCK.matcher(Files.readString(PAGE)).results().map(block -> block.group(1)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of("admin"), commands.stream()).toList());
  }

  @Test
  void helpFitsATerminalAndHasExamples() {
    admin
        .getSubcommands()
        .values()
        .forEach(
            command ->
                assertThat(command.getUsageMessage(Ansi.OFF))
                    .contains("Examples:\n  ")
                    .satisfies(
                        help ->
                            assertThat(help.lines())
                                .allSatisfy(
                                    line -> assertThat(line).hasSizeLessThanOrEqualTo(100))));
  }

  private String block(String name) {
    CommandLine command = name.equals("admin") ? admin : admin.getSubcommands().get(name);
    String help =
        command
            .getUsageMessage(Ansi.OFF)
            .lines()
            .map(String::stripTrailing)
            .collect(Collectors.joining("\n"));
    return "<!-- help: " + name + " -->\n```text\n" + help.stripTrailing() + "\n```\n";
  }
}
