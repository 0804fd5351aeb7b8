package io.millrace.spark.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The examples of {@code docs/statements.md}. */
final class StatementPage {

  private static final Pattern EXAMPLE = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

  private StatementPage() {}

  /** All statements, in the order of the page. */
  static List<String> statements() throws IOException {
    String page = Files.readString(find());
    List<String> statements = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(page);
    while (example.find()) {
      ScriptStatements.split(example.group(1))
          .forEach(statement -> statements.add(statement.text()));
    }
    return statements;
  }

  /** What the blocks of the page begin with: grammar with no word, an example with its language. */
  static Set<String> fences() throws IOException {
    List<String> lines =
        Files.readAllLines(find()).stream().filter(line -> line.strip().startsWith("```")).toList();
    Set<String> fences = new HashSet<>();
    for (int at = 0; at < lines.size(); at += 2) {
      fences.add(lines.get(at));
    }
    return fences;
  }

  /** The script that the README has a shell write, with the places of its example. */
  static String readme() throws IOException {
    String page = Files.readString(find().resolveSibling("../README.md"));
    String script = "<<SQL\n";
    int start = page.indexOf(script) + script.length();
    return page.substring(start, page.indexOf("\nSQL\n", start));
  }

  private static Path find() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("docs/statements.md"))) {
      at = at.getParent();
    }
    return at.resolve("docs/statements.md");
  }
}
