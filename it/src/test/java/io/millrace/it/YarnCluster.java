package io.millrace.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A {@link MiniYarn} process and Spark 3.5's programs that use it, with our bundle. */
final class YarnCluster implements AutoCloseable {
  private static final SparkHome HOME = new SparkHome("3.5");

  private final Path directory;
  private final Launched launched;

  private YarnCluster(Path directory, Launched launched) {
    this.directory = directory;
    this.launched = launched;
  }

  /** Starts one, without waiting for it, with all its files below a directory. */
  static YarnCluster in(Path directory) throws IOException {
    Path files = Files.createDirectory(directory.resolve("yarn"));
    return new YarnCluster(
        directory,
        Launched.start(
            files,
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx700m",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                MiniYarn.class.getName(),
                files.toString())));
  }

  /** The documented command: {@code spark-sql --jars BUNDLE --master yarn ... -f SCRIPT}. */
  Launched sparkSql(Path script) {
    return start("spark-sql", "--jars", HOME.bundle().toString(), "-f", script.toString());
  }

  /** {@code spark-submit} of a script, whose driver then runs in the cluster. */
  Launched submit(Path script) {
    return start(
        "spark-submit",
        "--deploy-mode",
        "cluster",
        "--conf",
        "spark.yarn.maxAppAttempts=1",
        "--files",
        script.toString(),
        "--class",
        "io.millrace.spark.sql.RunScript",
        HOME.bundle().toString(),
        script.getFileName().toString());
  }

  private Launched start(String program, String... arguments) {
    launched.awaitOut("ready", Duration.ofMinutes(1));
    List<String> command = new ArrayList<>(List.of(HOME.program(program).toString()));
    command.addAll(List.of("--master", "yarn", "--num-executors", "2"));
    command.addAll(List.of("--executor-memory", "1g", "--executor-cores", "1"));
    command.addAll(List.of(arguments));
    return Launched.start(
        directory,
        Map.of(
            "HADOOP_CONF_DIR",
            directory.resolve("yarn/conf").toString(),
            "TZ",
            "UTC",
            "SPARK_LOCAL_IP",
            "127.0.0.1"),
        command);
  }

  @Override
  public void close() {
    launched.close();
  }
}
