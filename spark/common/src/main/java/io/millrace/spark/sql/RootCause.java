package io.millrace.spark.sql;

import io.millrace.spark.error.MillraceException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in an error of a running query the one sentence that tells a user what happened. */
final class RootCause {

  /** How the driver reports what an executor threw, when the exception itself did not travel. */
  private static final Pattern TASK_FAILURE =
      Pattern.compile("Lost task .*?\\): (.*)", Pattern.DOTALL);

  private static final Pattern CAUSED_BY = Pattern.compile("^Caused by: (.*)$", Pattern.MULTILINE);
  private static final Pattern CLASS_PREFIX =
      Pattern.compile("^(?:[a-z][\\w$]*\\.)+([A-Z][\\w$]*)(?:: |$)");

  private RootCause() {}

  /** The first line of the message that is nearest to the cause, ended by a full stop. */
  static String sentence(Throwable error) {
    Throwable deepest = error;
    for (Throwable at = error; at != null; at = at.getCause()) {
      deepest = at;
      if (at instanceof MillraceException) {
        break;
      }
    }
    String message = deepest.getMessage();
    if (message == null || message.isBlank()) {
      return ended(deepest.getClass().getSimpleName());
    }
    Matcher task = TASK_FAILURE.matcher(message);
    if (task.find()) {
      return ended(remote(task.group(1)));
    }
    return ended(firstLine(message));
  }

  /** The innermost cause in the text of a stack trace. */
  private static String remote(String trace) {
    String line = firstLine(trace);
    Matcher cause = CAUSED_BY.matcher(trace);
    while (cause.find()) {
      line = cause.group(1);
    }
    Matcher prefix = CLASS_PREFIX.matcher(line);
    if (prefix.find()) {
      String rest = plain(line.substring(prefix.end()).strip());
      return rest.isEmpty() ? prefix.group(1) : rest;
    }
    return line;
  }

  private static String firstLine(String message) {
    return plain(message.strip().lines().findFirst().orElse("").strip());
  }

  /** A line of Spark's without its error class and SQL state. */
  static String plain(String line) {
    return line.replaceFirst("^\\[[A-Z0-9_.]+] ", "").replaceFirst("\\.? SQLSTATE: \\w{5}$", "");
  }

  private static String ended(String sentence) {
    return sentence.endsWith(".") || sentence.endsWith("!") ? sentence : sentence + ".";
  }
}
