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

  /** A user with a password in an address. */
  private static final Pattern USER = Pattern.compile("(?<=://)[^\\s/'\"`:@]*+:[^\\s/'\"`]*(?=@)");

  /** A value that is not in quotes. */
  private static final Pattern VALUE = Pattern.compile("^[^\\s,)'\";]+");

  /** Whatever is neither a quote nor the end of a line. */
  private static final Pattern LETTER = Pattern.compile("[^'\"\n]");

  /** What the value of a key begins with. */
  private static final String VALUE_STARTS = "='\"";

  /** A text with more values than these is searched to its end. */
  private static final int FEW_VALUES = 16;

  private static final WordSearch WORDS =
      new WordSearch(List.of("token", "password", "secret", "accesskey", "access.key"));

  private Secrets() {}

  /** Whether an option of this name holds a credential, by the same names that Spark redacts. */
  static boolean isSecret(String key) {
    return KEY.matcher(key).find();
  }

  /** Whether an option would show a credential: by its name, or in an address. */
  static boolean isSecret(String key, String value) {
    return isSecret(key) || (mayHoldUser(value) && USER.matcher(value).find());
  }

  private static boolean mayHoldUser(String text) {
    return text.indexOf('@') >= 0 && text.contains("://");
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
    // Neither changes a place that stays where it was for the other.
    String users =
        USER.matcher(sql)
            .replaceAll(user -> user.start() < place ? "*".repeat(user.group().length()) : MASK);
    return ENTRY
        .matcher(users)
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

  /** As {@link #masked(String, int)}, and the value at the place too, which has no quotes. */
  static String maskedWithValue(String sql, int place) {
    String masked = masked(sql, place);
    return masked.startsWith(MASK, place)
        ? masked
        : masked.substring(0, place) + VALUE.matcher(masked.substring(place)).replaceFirst(MASK);
  }

  /** Whether a text may hold a secret. Fast, it is asked of every statement. */
  static boolean mentions(String sql) {
    int end = valuesEnd(sql);
    return end > 0 && (WORDS.isPartOf(sql, end) || mayHoldUser(sql));
  }

  /** Where the last value of a text may begin, behind which a key has none; 0 if there is none. */
  private static int valuesEnd(String sql) {
    int end = 0;
    for (int start = 0; start < VALUE_STARTS.length(); start++) {
      int at = sql.indexOf(VALUE_STARTS.charAt(start));
      for (int seen = 1; at >= 0 && seen < FEW_VALUES; seen++) {
        end = Math.max(end, at);
        at = sql.indexOf(VALUE_STARTS.charAt(start), at + 1);
      }
      if (at >= 0) {
        return sql.length();
      }
    }
    return end;
  }
}
