package io.millrace.cli.demo;

import io.millrace.cli.console.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Spark versions there is an installation and a bundle of, by the name that {@code --spark}
 * takes.
 */
enum SparkLine {
  V3_5("3.5", "2.12"),
  V4("4", "2.13");

  /**
   * What the demo sets and the documented command does not: one machine, no metastore, no web page,
   * windows named in UTC.
   */
  static final List<String> DEMO_OPTIONS =
      List.of(
          "--master", "local[*]",
          "--conf", "spark.sql.catalogImplementation=in-memory",
          "--conf", "spark.sql.session.timeZone=UTC",
          "--conf", "spark.ui.enabled=false",
          "--conf", "spark.driver.bindAddress=127.0.0.1",
          "--conf", "spark.driver.host=127.0.0.1");

  private static final String VERSION = "0.1.0-SNAPSHOT";

  private final String line;
  private final String scala;

  SparkLine(String line, String scala) {
    this.line = line;
    this.scala = scala;
  }

  @Override
  public String toString() {
    return line;
  }

  /** The line named {@code name}, or null. */
  static SparkLine byName(String name) {
    for (SparkLine candidate : values()) {
      if (candidate.line.equals(name)) {
        return candidate;
      }
    }
    return null;
  }

  /**
   * The command that runs the SQL file {@code script}: the genuine spark-sql on 3.5, the bundle's
   * script runner on 4.
   *
   * @param root the directory of the clone
   * @param options options of spark-submit
   */
  List<String> command(Path root, List<String> options, Path script) {
    Path bin = root.resolve("spark/home-" + line + "/target/spark-home/bin");
    Path bundle =
        root.resolve(
            "spark/bundle-"
                + line
                + "/target/millrace-spark-"
                + line
                + "_"
                + scala
                + "-"
                + VERSION
                + ".jar");
    for (Path part : List.of(bin.resolve("spark-submit"), bundle)) {
      if (!Files.exists(part)) {
        throw new CommandFailure(
            "'" + part + "' is not built; start this command with ./millrace, which builds it.");
      }
    }
    List<String> command = new ArrayList<>();
    if (this == V3_5) {
      command.add(bin.resolve("spark-sql").toString());
      command.addAll(List.of("--jars", bundle.toString()));
      command.addAll(options);
    } else {
      command.add(bin.resolve("spark-submit").toString());
      command.addAll(List.of("--class", "io.millrace.spark.sql.RunScript"));
      command.addAll(options);
      command.add(bundle.toString());
    }
    command.addAll(List.of("-f", script.toString()));
    return command;
  }
}
