package io.millrace.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./millrace sql} on one machine, with windows named in UTC. */
final class SparkSql {
  private SparkSql() {}

  /** Starts {@code script}, which runs until it is ended or fails. */
  static Launched example(String line, Path directory, Path script) {
    List<String> arguments =
        new ArrayList<>(
            List.of("sql", "--spark", line, "--master", "local[2]", "-f", script.toString()));
    for (String conf :
        List.of(
            "spark.sql.catalogImplementation=in-memory",
            "spark.sql.session.timeZone=UTC",
            "spark.ui.enabled=false",
            "spark.driver.host=127.0.0.1",
            "spark.sql.warehouse.dir=" + directory.resolve("warehouse"))) {
      arguments.addAll(List.of("--conf", conf));
    }
    return Launched.millrace(directory, arguments.toArray(String[]::new));
  }
}
