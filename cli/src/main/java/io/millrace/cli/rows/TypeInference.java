package io.millrace.cli.rows;

import java.util.regex.Pattern;

/**
 * Finds the one type that all values of a column fit: integer, else double, else boolean, else
 * string. Digits that would change as a number, such as {@code 007}, keep the column a string.
 */
final class TypeInference {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

  private boolean integers = true;
  private boolean doubles = true;
  private boolean booleans = true;

  void observe(String text) {
    if (integers || doubles) {
      boolean number = NUMBER.matcher(text).matches();
      boolean integer = number && CellType.INTEGER.accepts(text);
      integers &= integer;
      doubles &= number && CellType.DOUBLE.accepts(text) && (integer || !isWhole(text));
    }
    booleans &= text.equals("true") || text.equals("false");
  }

  /** The type; string for a column without values. */
  CellType type() {
    if (integers && booleans) {
      return CellType.STRING;
    }
    if (integers) {
      return CellType.INTEGER;
    }
    if (doubles) {
      return CellType.DOUBLE;
    }
    return booleans ? CellType.BOOLEAN : CellType.STRING;
  }

  /** Digits alone: too many of them for an integer would lose some of them as a double. */
  private static boolean isWhole(String text) {
    return text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
  }
}
