package io.millrace.spark.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The statements that spark-sql was given with {@code -f} or {@code -e}. That program exits after
 * the last of them, which ends every stream, so the last one has to wait.
 */
final class CommandLineScript {

  /** Where a statement stands in the script. */
  enum Place {
    LAST,
    BEFORE_OTHERS,
    /** The script cannot be read again (a pipe, say) or is not where the statement comes from. */
    UNKNOWN
  }

  private final List<String> statements;
  private int next;

  private CommandLineScript(List<String> statements) {
    this.statements = statements;
  }

  /**
   * The script of the spark-sql program that this thread runs; empty in any other program and at
   * its prompt.
   */
  static Optional<CommandLineScript> ofThisThread(Configuration hadoop) {
    return HiveSession.ofThisThread()
        .flatMap(
            hive -> {
              if (hive.inlineScript().isPresent()) {
                return hive.inlineScript().map(text -> of(text, hadoop));
              }
              return hive.scriptFile().map(file -> of(read(file, hadoop), hadoop));
            });
  }

  /** A script with the scripts that its {@code SOURCE} commands name in their places. */
  static CommandLineScript of(String text, Configuration hadoop) {
    List<String> statements = new ArrayList<>();
    collect(text, hadoop, statements, 0);
    return new CommandLineScript(statements);
  }

  private static void collect(String text, Configuration hadoop, List<String> into, int depth) {
    for (ScriptStatements.Located statement : ScriptStatements.split(text)) {
      String canonical = ScriptStatements.canonical(statement.text());
      if (canonical.toLowerCase(Locale.ROOT).startsWith("source ") && depth < 10) {
        collect(
            read(canonical.substring("source ".length()).strip(), hadoop), hadoop, into, depth + 1);
      } else {
        into.add(canonical);
      }
    }
  }

  /**
   * Finds the place of a statement that runs now. Statements run in order, so each call looks
   * behind what it found before.
   */
  Place place(String statement) {
    String canonical = ScriptStatements.canonical(statement);
    for (int at = next; at < statements.size(); at++) {
      if (statements.get(at).equals(canonical)) {
        next = at + 1;
        return next == statements.size() ? Place.LAST : Place.BEFORE_OTHERS;
      }
    }
    return Place.UNKNOWN;
  }

  /** An unreadable script counts as empty. */
  private static String read(String file, Configuration hadoop) {
    try {
      return ScriptFile.read(file, hadoop);
    } catch (IOException | IllegalArgumentException unreadable) {
      return "";
    }
  }
}
