package io.millrace.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The script of the stream computing page, with only its places {@code ${...}} filled in. */
final class MissionScript {
  private static final Pattern PLACE = Pattern.compile("\\$\\{(\\w+)}");

  private MissionScript() {}

  /** The script with each place replaced; the comment that explains the places stays as it is. */
  static String fill(Map<String, String> values) {
    return text()
        .lines()
        .map(
            line ->
                line.startsWith("--")
                    ? line
                    : PLACE.matcher(line).replaceAll(place -> value(values, place.group(1))))
        .reduce("", (script, line) -> script + line + '\n');
  }

  private static String value(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("No value for ${" + name + "}");
    }
    return Matcher.quoteReplacement(value);
  }

  private static String text() {
    try (InputStream script = MissionScript.class.getResourceAsStream("stream-computing.sql")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
