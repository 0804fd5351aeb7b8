package io.millrace.benchmarks.connector;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program on a Spark installation and the bundle, in a process of its own. */
final class SparkProcess implements AutoCloseable {

  private final Process process;
  private final BufferedReader out;

  /**
   * Starts a program of {@code io.millrace.benchmarks.spark}.
   *
   * @param heap as in {@code -Xmx4g}
   */
  SparkProcess(Path root, String heap, String program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of(System.getProperty("millrace.opens").split(" ")));
    command.add("-Xmx" + heap);
    String home = root.resolve("spark/home-3.5/target/spark-home").toString();
    command.addAll(
        List.of(
            "-cp",
            String.join(
                ":",
                home + "/conf",
                home + "/jars/*",
                root.resolve("spark/bundle-3.5/target/millrace-spark-3.5_2.12-0.1.0-SNAPSHOT.jar")
                    .toString(),
                root.resolve("benchmarks/target/classes").toString()),
            "io.millrace.benchmarks.spark." + program));
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    out = process.inputReader();
  }

  /** Hands over each line that it prints from now on, and waits for its end. */
  void finish(Consumer<String> lines) throws IOException, InterruptedException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      lines.accept(line);
    }
    if (process.waitFor() != 0) {
      throw new IOException("the Spark process ended with " + process.exitValue());
    }
  }

  /** Waits for a line. */
  void await(String wanted) throws IOException {
    for (String line = out.readLine(); !wanted.equals(line); line = out.readLine()) {
      if (line == null) {
        throw new IOException("the Spark process ended before it said " + wanted);
      }
    }
  }

  /** Tells it to come to its end. */
  void tell(String word) throws IOException {
    process.getOutputStream().write(word.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    process.getOutputStream().flush();
  }

  @Override
  public void close() throws InterruptedException {
    if (!process.waitFor(1, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
