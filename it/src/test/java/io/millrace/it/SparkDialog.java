package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Statements run by one {@code spark-sql} that goes on after an error, and what it answered. */
final class SparkDialog {
  private static final String MARK = "=== ";

  private final StringBuilder input = new StringBuilder();

  /** Begins a part of the dialog, under whose title the answers to its statements are found. */
  SparkDialog part(String title, List<String> statements) {
    input.append("SELECT '").append(MARK).append(title).append("';\n");
    statements.forEach(statement -> input.append(statement).append(";\n"));
    return this;
  }

  /** Runs the dialog to its end and returns the lines of each part's answers, in order. */
  Map<String, List<String>> run(Path directory, Duration limit)
      throws IOException, InterruptedException {
    Path script = Files.writeString(Files.createTempFile(directory, "dialog", ".sql"), input);
    try (Launched spark = SparkSql.inSpiteOfErrors(directory, script)) {
      assertThat(spark.awaitExit(limit)).as(spark.out()).isZero();
      return answers(spark.out());
    }
  }

  private static Map<String, List<String>> answers(String out) {
    Map<String, List<String>> answers = new LinkedHashMap<>();
    List<String> part = new ArrayList<>();
    for (String line : out.lines().toList()) {
      if (line.startsWith(MARK)) {
        part = new ArrayList<>();
        answers.put(line.substring(MARK.length()), part);
      } else if (!SparkSql.isChatter(line)) {
        part.add(line);
      }
    }
    return answers;
  }
}
