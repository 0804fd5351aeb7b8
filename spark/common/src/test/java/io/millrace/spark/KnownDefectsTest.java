package io.millrace.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the defects that this data source must not have names tests that exist. */
class KnownDefectsTest {

  private static final Path ROOT = Path.of("../..");
  private static final List<String> TESTS =
      List.of("spark/common/src/test/java", "it/src/test/java");
  private static final Pattern NAME = Pattern.compile("`([A-Za-z0-9]+(?:Test|IT|E2E))\\.(\\w+)`");

  @Test
  void everyDefectAndEveryCaseHasTestsThatExist() throws IOException {
    Map<String, Path> classes =
        TESTS.stream()
            .flatMap(KnownDefectsTest::sources)
            .collect(
                Collectors.toMap(
                    file -> file.getFileName().toString(), file -> file, (one, other) -> one));
    List<String> rows =
        Files.readString(ROOT.resolve("docs/known-defects.md"), UTF_8)
            .lines()
            .filter(line -> line.contains("| `"))
            .toList();

    assertThat(rows.stream().filter(row -> row.matches("\\| \\d+ \\|.*"))).hasSize(26);
    assertThat(rows).hasSizeGreaterThan(40);
    for (String row : rows) {
      Matcher test = NAME.matcher(row);
      assertThat(test.find()).as(row).isTrue();
      do {
        Path file = classes.get(test.group(1) + ".java");
        assertThat(file).as(test.group()).isNotNull();
        assertThat(Files.readString(file, UTF_8)).contains("void " + test.group(2) + "(");
      } while (test.find());
    }
  }

  private static Stream<Path> sources(String directory) {
    try (Stream<Path> files = Files.walk(ROOT.resolve(directory))) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
