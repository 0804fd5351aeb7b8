package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A process under test with its output in files; closing kills it and all that it started. */
final class Launched implements AutoCloseable {
  private static final Path ROOT =
      Path.of(System.getProperty("millrace.root")).toAbsolutePath().normalize();

  private final Process process;
  private final Path out;
  private final Path err;

  private Launched(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** The clone under test. */
  static Path root() {
    return ROOT;
  }

  /** The jars that the build has put into a directory, by their paths. */
  static List<String> jars(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  /**
   * Starts {@code ./millrace arguments...} of what the build has made, in a working directory of
   * its own.
   */
  static Launched millrace(Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("millrace").toString()));
    command.addAll(List.of(arguments));
    return start(directory, Map.of(), command);
  }

  /** Starts {@code ./millrace arguments...} with both outputs in {@link #out()}, in order. */
  static Launched withOneOutput(Path directory, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("millrace").toString()));
    command.addAll(arguments);
    return start(directory, Map.of(), command, builder -> builder.redirectErrorStream(true));
  }

  /** Starts {@code command} with more environment. */
  static Launched start(Path directory, Map<String, String> environment, List<String> command) {
    return start(directory, environment, command, builder -> {});
  }

  private static Launched start(
      Path directory,
      Map<String, String> environment,
      List<String> command,
      Consumer<ProcessBuilder> setting) {
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      // What Maven is building right now must not be built again under its feet.
      builder.environment().put("MILLRACE_BUILD", "never");
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().putAll(environment);
      setting.accept(builder);
      return new Launched(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Process process() {
    return process;
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until standard output holds {@code text}; fails at once if the process ends without. */
  void awaitOut(String text, Duration limit) {
    await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              boolean alive = process.isAlive();
              boolean there = out().contains(text);
              assertThat(alive || there)
                  .as("ended without '%s' on stdout:%n%s%n%s", text, out(), err())
                  .isTrue();
              return there;
            });
  }

  /** True; if the process has ended, an error with its output. */
  boolean isAliveOrFail() {
    assertThat(process.isAlive()).as("ended:%n%s%n%s", out(), err()).isTrue();
    return true;
  }

  /** Waits for the end and returns the exit code. */
  int awaitExit(Duration limit) throws InterruptedException {
    assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
        .as("still running after %s:%n%s%n%s", limit, out(), err())
        .isTrue();
    return process.exitValue();
  }

  /** This process and all below it. */
  List<ProcessHandle> tree() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** The process in the tree whose command line holds {@code text}. */
  ProcessHandle find(String text) {
    return tree().stream()
        .filter(handle -> handle.info().commandLine().orElse("").contains(text))
        .reduce((first, last) -> last)
        .orElseThrow(
            () -> new AssertionError("No process with '" + text + "' below " + process.pid()));
  }

  @Override
  public void close() {
    List<ProcessHandle> tree = tree();
    tree.forEach(ProcessHandle::destroyForcibly);
    tree.forEach(handle -> handle.onExit().join());
  }
}
