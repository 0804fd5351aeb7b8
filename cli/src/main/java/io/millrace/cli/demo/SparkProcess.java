package io.millrace.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Spark process that runs a script and cannot outlive this one: a small supervisor holds the
 * other end of a pipe to us and ends Spark when the pipe closes, which it does even if we are
 * killed.
 */
final class SparkProcess implements AutoCloseable {
  private static final long ENDING_SECONDS = 12;

  /** Settings of the user's own clusters, which must not reach a local demo. */
  private static final List<String> FOREIGN =
      List.of(
          "SPARK_HOME",
          "SPARK_CONF_DIR",
          "SPARK_DIST_CLASSPATH",
          "HADOOP_CONF_DIR",
          "YARN_CONF_DIR",
          "SPARK_SUBMIT_OPTS");

  private final Process process;
  private final Path log;

  private SparkProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts {@code command}.
   *
   * @param directory its working directory
   * @param log takes all its output
   */
  static SparkProcess start(List<String> command, Path directory, Path log) {
    List<String> supervised =
        new ArrayList<>(List.of("bash", "-c", supervisor(), "millrace-supervisor"));
    supervised.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(supervised)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeAll(FOREIGN);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    try {
      return new SparkProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String supervisor() {
    try (InputStream script = SparkProcess.class.getResourceAsStream("supervise.sh")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The exit code of a process that has ended; 128 + the signal's number if one ended it. */
  int exitCode() {
    return process.exitValue();
  }

  /** The last line of its log that says something, without stack frames; empty if there is none. */
  String lastWords() {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> !line.isBlank() && !line.startsWith("\t"))
          .reduce("", (before, line) -> line)
          .strip();
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  /** Lets go of the pipe, on which the supervisor ends Spark, and waits until it has. */
  @Override
  public void close() {
    List<ProcessHandle> all = process.descendants().toList();
    boolean ended = false;
    try {
      process.getOutputStream().close();
      ended = process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!ended) {
        all.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }
}
