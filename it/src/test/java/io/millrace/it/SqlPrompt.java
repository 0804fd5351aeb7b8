package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The prompt of a program that reads SQL from its standard input and goes on after an error. */
final class SqlPrompt implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Launched launched;
  private final Writer in;
  private int asked;

  private SqlPrompt(Launched launched) {
    this.launched = launched;
    in = launched.process().outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * {@code ./millrace sql}, with the metastore in the working directory.
   *
   * @param more arguments of {@code spark-sql}
   */
  static SqlPrompt sparkSql(Path directory, String... more) {
    List<String> arguments = new ArrayList<>(List.of("sql", "--master", "local[2]"));
    for (String conf : SparkHome.ON_ONE_MACHINE) {
      arguments.addAll(List.of("--conf", conf));
    }
    arguments.addAll(List.of(more));
    return new SqlPrompt(Launched.millrace(directory, arguments.toArray(String[]::new)));
  }

  static SqlPrompt of(Launched launched) {
    return new SqlPrompt(launched);
  }

  Launched launched() {
    return launched;
  }

  /** Types statements and does not wait for what they print. */
  void type(String... statements) {
    try {
      for (String statement : statements) {
        in.write(statement + ";\n");
      }
      in.flush();
    } catch (IOException ended) {
      throw new UncheckedIOException(launched.out() + launched.err(), ended);
    }
  }

  /** Runs statements and returns what they print on both outputs. */
  String ask(String... statements) {
    int out = launched.out().length();
    int err = launched.err().length();
    type(statements);
    asked++;
    // Not the text that an echo of the input would show.
    type("SELECT concat('answered ', " + asked + ")");
    launched.awaitOut("answered " + asked + "\n", LIMIT);
    return launched.out().substring(out) + launched.err().substring(err);
  }

  /** Runs a statement until what it prints holds a text. */
  void askUntil(String statement, String text) {
    askUntil(statement, answer -> answer.contains(text));
  }

  /** Runs a statement until what it prints is as it should be. */
  void askUntil(String statement, Predicate<String> wanted) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    String answer = ask(statement);
    while (!wanted.test(answer)) {
      assertThat(System.nanoTime())
          .as("'%s' never gave what was wanted but%n%s%n%s", statement, answer, launched.err())
          .isLessThan(deadline);
      answer = ask(statement);
    }
  }

  /** Ends the input and returns the exit code. */
  int quit() throws IOException, InterruptedException {
    in.close();
    return launched.awaitExit(LIMIT);
  }

  @Override
  public void close() {
    launched.close();
  }
}
