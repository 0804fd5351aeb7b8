package io.millrace.spark.sql;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The arguments of {@link RunScript}, those of spark-sql where it has them.
 *
 * @param files scripts in the order they run
 * @param inline statements given as text; they run after the files
 * @param variables what <code>${name}</code> stands for
 */
record ScriptArguments(List<String> files, List<String> inline, Map<String, String> variables) {

  static final String USAGE =
      "usage: RunScript [-d|--define NAME=VALUE]... (SCRIPT | -f SCRIPT | -e STATEMENTS)...";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:hivevar:|hiveconf:)?([^}:]+)}");

  /** Reads the arguments; an {@link IllegalArgumentException} says what is wrong with them. */
  static ScriptArguments of(String... arguments) {
    List<String> files = new ArrayList<>();
    List<String> inline = new ArrayList<>();
    Map<String, String> variables = new LinkedHashMap<>();
    Iterator<String> rest = List.of(arguments).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "-f", "-i" -> files.add(value(argument, rest));
        case "-e" -> inline.add(value(argument, rest));
        case "-d", "--define", "--hivevar", "--hiveconf" ->
            define(value(argument, rest), variables);
        case "-S", "--silent", "-v", "--verbose" -> {}
        default -> {
          if (argument.startsWith("-")) {
            throw new IllegalArgumentException("Unknown argument " + argument + "; " + USAGE);
          }
          files.add(argument);
        }
      }
    }
    if (files.isEmpty() && inline.isEmpty()) {
      throw new IllegalArgumentException("No script is given; " + USAGE);
    }
    return new ScriptArguments(files, inline, variables);
  }

  private static String value(String argument, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(argument + " lacks its value; " + USAGE);
    }
    return rest.next();
  }

  private static void define(String definition, Map<String, String> variables) {
    int equals = definition.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "--define wants NAME=VALUE, not '" + definition + "'; " + USAGE);
    }
    variables.put(definition.substring(0, equals), definition.substring(equals + 1));
  }

  /**
   * The text with the values of the variables that are defined; Spark reads what is left as it does
   * everywhere.
   */
  String substituted(String sql) {
    return VARIABLE
        .matcher(sql)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(variables.getOrDefault(found.group(1), found.group())));
  }
}
