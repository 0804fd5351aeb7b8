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

  /**
   * A word in the name of a secret.
   *
   * @param rare the place of its letter that is the rarest in statements
   */
  private record Word(String text, int rare) {}

  private static final List<Word> WORDS =
      List.of(
          new Word("token", 2),
          new Word("password", 4),
          new Word("secret", 2),
          new Word("accesskey", 6),
          new Word("access.key", 7));

  private Secrets() {}

  /** Whether an option of this name holds a credential, by the same names that Spark redacts. */
  static boolean isSecret(String key) {
    return KEY.matcher(key).find();
  }

  /** The text with the value of each credential replaced. */
  static String masked(String sql) {
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
              return Matcher.quoteReplacement(entry.group(1) + quote + MASK + quote);
            });
  }

  /**
   * Whether a text holds one of the words at all. It runs on every statement that spark-sql is
   * given, so it goes from one rare letter to the next, which is many times faster than to look at
   * each.
   */
  static boolean mentions(String sql) {
    for (Word word : WORDS) {
      char rare = word.text.charAt(word.rare);
      if (mentions(sql, word, rare) || mentions(sql, word, Character.toUpperCase(rare))) {
        return true;
      }
    }
    return false;
  }

  private static boolean mentions(String sql, Word word, char rare) {
    for (int at = sql.indexOf(rare); at >= 0; at = sql.indexOf(rare, at + 1)) {
      if (sql.regionMatches(true, at - word.rare, word.text, 0, word.text.length())) {
        return true;
      }
    }
    return false;
  }
}
