package io.millrace.it;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Spark installation that the build has made, and our bundle for it.
 *
 * @param line 3.5 or 4
 */
record SparkHome(String line) {
  /** Settings of every session here. */
  static final List<String> ON_ONE_MACHINE =
      List.of(
          "spark.sql.session.timeZone=UTC",
          "spark.sql.shuffle.partitions=1",
          "spark.ui.enabled=false",
          "spark.driver.host=127.0.0.1");

  private static final String IN_MEMORY = "spark.sql.catalogImplementation=in-memory";

  private Path path() {
    return Launched.root().resolve("spark/home-" + line + "/target/spark-home");
  }

  Path program(String name) {
    return path().resolve("bin").resolve(name);
  }

  Path jars() {
    return path().resolve("jars");
  }

  Path bundle() {
    try (Stream<Path> files =
        Files.list(Launched.root().resolve("spark/bundle-" + line + "/target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("millrace-spark-.*\\.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException notBuilt) {
      throw new UncheckedIOException(notBuilt);
    }
  }

  /**
   * Starts one of Spark's own servers on this machine, with our bundle.
   *
   * @param jars more jars, by their paths
   * @param settings more settings, each as {@code name=value}
   */
  Launched server(
      Path directory,
      String mainClass,
      List<String> jars,
      List<String> settings,
      String... arguments) {
    List<String> command = new ArrayList<>(List.of(program("spark-submit").toString()));
    command.addAll(List.of("--master", "local[2]", "--class", mainClass));
    command.addAll(List.of("--driver-java-options", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--jars", String.join(",", withBundle(jars))));
    for (List<String> some : List.of(ON_ONE_MACHINE, settings)) {
      some.forEach(setting -> command.addAll(List.of("--conf", setting)));
    }
    command.addAll(List.of(arguments));
    command.add("spark-internal");
    return Launched.start(directory, Map.of("SPARK_LOCAL_IP", "127.0.0.1"), command);
  }

  /**
   * A prompt with a session of its own on this machine: the genuine {@code spark-sql} on 3.5; that
   * of Spark 4 is not in Maven Central, and a small program stands for it.
   *
   * @param jars more jars, by their paths
   * @param settings more settings, each as {@code name=value}
   */
  SqlPrompt prompt(Path directory, List<String> jars, List<String> settings) {
    return line.equals("3.5")
        ? sparkSql(directory, jars, settings)
        : standIn(directory, jars, settings);
  }

  private static SqlPrompt sparkSql(Path directory, List<String> jars, List<String> settings) {
    List<String> arguments = new ArrayList<>(List.of("--jars", String.join(",", jars)));
    arguments.addAll(List.of("--conf", IN_MEMORY));
    settings.forEach(setting -> arguments.addAll(List.of("--conf", setting)));
    return SqlPrompt.sparkSql(directory, arguments.toArray(String[]::new));
  }

  private SqlPrompt standIn(Path directory, List<String> jars, List<String> settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(System.getProperty("spark.jvm.opens").split(" ", -1)));
    for (List<String> some : List.of(ON_ONE_MACHINE, List.of(IN_MEMORY), settings)) {
      some.forEach(setting -> command.add("-D" + setting));
    }
    List<String> classPath = withBundle(jars);
    classPath.add(jars() + "/*");
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
    command.add(Launched.root().resolve("it/src/test/prompt/Prompt.java").toString());
    command.add("local[2]");
    return SqlPrompt.of(Launched.start(directory, Map.of("SPARK_LOCAL_IP", "127.0.0.1"), command));
  }

  private List<String> withBundle(List<String> jars) {
    List<String> all = new ArrayList<>(List.of(bundle().toString()));
    all.addAll(jars);
    return all;
  }

  /** A port that nobody listens on now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
