package io.millrace.spark.sql;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Secrets in statements: which keys hold one, and the statement's text without them. */
final class Secrets {

  /** What Spark itself prints for a redacted value. */
  static final String MASK = "*********(redacted)";

  private static final String NAME = "(?:secret|password|token|access[.]?key)";
  private static final Pattern KEY = Pattern.compile(NAME, Pattern.CASE_INSENSITIVE);

  /**
   * A key that names a secret, in quotes or not, then its value: a string, or what follows an
   * equals sign.
   */
  private static final Pattern ENTRY =
      Pattern.compile(
          "([\\w.\\-]*"
              + NAME
              + "[\\w.\\-]*['\"`]?\\s*=?\\s*)"
              + "('[^'\\\\]*+(?:(?:\\\\.|'')[^'\\\\]*+)*+'?"
              + "|\"[^\"\\\\]*+(?:(?:\\\\.|\"\")[^\"\\\\]*+)*+\"?"
              + "|(?<==\\s{0,9})[^\\s,)'\";]+)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** Whatever is neither a quote nor the end of a line. */
  private static final Pattern LETTER = Pattern.compile("[^'\"\n]");

  private static final WordSearch WORDS =
      new WordSearch(List.of("token", "password", "secret", "accesskey", "access.key"));

  private Secrets() {}

  /** Whether an option of this name holds a credential, by the same names that Spark redacts. */
  static boolean isSecret(String key) {
    return KEY.matcher(key).find();
  }

  /** The text with the value of each credential replaced. */
  static String masked(String sql) {
    return masked(sql, 0);
  }

  /**
   * The text with the value of each credential replaced, and a place of it where it was: a value
   * before it is as long as ever, and has as many lines.
   */
  static String masked(String sql, int place) {
    if (!mentions(sql)) {
      return sql;
    }
    return ENTRY
        .matcher(sql)
        .replaceAll(
            entry -> {
              String value = entry.group(2);
              char first = value.charAt(0);
              String quote = first == '\'' || first == '"' ? String.valueOf(first) : "";
              String mask =
                  entry.start(2) < place
                      ? LETTER.matcher(value.substring(quote.length())).replaceAll("*")
                      : MASK + quote;
              return Matcher.quoteReplacement(entry.group(1) + quote + mask);
            });
  }

  /** Whether a text holds one of the words at all. Fast, it is asked of every statement. */
  static boolean mentions(String sql) {
    return WORDS.isPartOf(sql);
  }
}
