package io.millrace.spark.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private static Path find() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("docs/statements.md"))) {
      at = at.getParent();
    }
    return at.resolve("docs/statements.md");
  }
}
