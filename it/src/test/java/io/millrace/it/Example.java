package io.millrace.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The documented script, and variations of it. */
final class Example {
  private static final Path SCRIPT =
      Launched.root().resolve("cli/src/main/resources/io/millrace/cli/demo/stream-computing.sql");

  private final Map<String, String> changes = new LinkedHashMap<>();

  Example(String endpoint, String tunnel, Path checkpoint) {
    changes.put("${endpoint}", endpoint);
    changes.put("${instance}", "millrace");
    changes.put("${key}", "local");
    changes.put("${secret}", "local");
    changes.put("${tunnel}", tunnel);
    changes.put("${checkpoint}", checkpoint.toString());
  }

  /**
   * Replaces each occurrence of {@code text}, which must occur; also a place such as {@code
   * ${secret}}.
   */
  Example with(String text, String replacement) {
    changes.remove(text);
    Map<String, String> others = new LinkedHashMap<>(changes);
    changes.clear();
    changes.put(text, replacement);
    changes.putAll(others);
    return this;
  }

  /** Writes the script into {@code directory}. */
  Path write(Path directory) {
    try {
      return Files.writeString(Files.createTempFile(directory, "script", ".sql"), text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The script's statements one by one. */
  List<String> statements() {
    String statements =
        text().lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
    return Arrays.stream(statements.split(";")).filter(text -> !text.isBlank()).toList();
  }

  private String text() {
    String script = read(SCRIPT);
    for (Map.Entry<String, String> change : changes.entrySet()) {
      if (!script.contains(change.getKey())) {
        throw new IllegalArgumentException("The script has no '" + change.getKey() + "'");
      }
      script = script.replace(change.getKey(), change.getValue());
    }
    return script;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
