package io.millrace.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./millrace sql} on one machine, with windows named in UTC. */
final class SparkSql {
  private SparkSql() {}

  /** Starts {@code script}, which runs until it is ended or fails. */
  static Launched example(String line, Path directory, Path script) {
    return Launched.millrace(
        directory, arguments(line, directory, "-f", script.toString()).toArray(String[]::new));
  }

  /**
   * Starts {@code script} on Spark 3.5, where an error does not end it; both outputs are in {@link
   * Launched#out()}, in order.
   */
  static Launched inSpiteOfErrors(Path directory, Path script) {
    return Launched.withOneOutput(
        directory,
        arguments(
            "3.5",
            directory,
            "--hiveconf",
            "hive.cli.errors.ignore=true",
            "-f",
            script.toString()));
  }

  /** Lines that Spark prints at a start, after a statement, or about the machine it runs on. */
  static boolean isChatter(String line) {
    return line.isBlank()
        || line.startsWith("Spark master: ")
        || line.startsWith("Time taken: ")
        || line.startsWith("WARNING: Using incubator modules")
        || line.matches("\\d\\d:\\d\\d:\\d\\d WARN .*");
  }

  /** Starts {@code script} with more settings, each as {@code name=value}. */
  static Launched with(List<String> settings, Path directory, Path script) {
    List<String> more = new ArrayList<>();
    settings.forEach(setting -> more.addAll(List.of("--conf", setting)));
    more.addAll(List.of("-f", script.toString()));
    return Launched.millrace(
        directory, arguments("3.5", directory, more.toArray(String[]::new)).toArray(String[]::new));
  }

  private static List<String> arguments(String line, Path directory, String... last) {
    List<String> arguments =
        new ArrayList<>(List.of("sql", "--spark", line, "--master", "local[2]"));
    for (String conf :
        List.of(
            "spark.sql.catalogImplementation=in-memory",
            "spark.sql.session.timeZone=UTC",
            "spark.ui.enabled=false",
            "spark.driver.host=127.0.0.1",
            "spark.sql.warehouse.dir=" + directory.resolve("warehouse"))) {
      arguments.addAll(List.of("--conf", conf));
    }
    arguments.addAll(List.of(last));
    return arguments;
  }
}
