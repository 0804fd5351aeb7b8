package io.millrace.spark.sql;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The patterns of {@code SHOW ... LIKE}, as Spark's own: {@code *} for any text, {@code |} between
 * alternatives, case ignored; {@code %} is taken for {@code *}.
 */
final class NamePattern {

  private NamePattern() {}

  static boolean matches(String pattern, String name) {
    for (String alternative : pattern.split("\\|", -1)) {
      StringBuilder regex = new StringBuilder();
      for (String literal : alternative.strip().toLowerCase(Locale.ROOT).split("[*%]", -1)) {
        regex.append(regex.length() == 0 ? "" : ".*").append(Pattern.quote(literal));
      }
      if (name.toLowerCase(Locale.ROOT).matches(regex.toString())) {
        return true;
      }
    }
    return false;
  }
}
