package io.millrace.local.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.SchemaErrors;

/** Which names tables and columns may have: the service's documented limits of names. */
public final class Names {

  private Names() {}

  /**
   * Refuses a table's name that is not of 1 to 255 letters, digits and underscores, or starts with
   * a digit.
   *
   * @throws io.millrace.protocol.error.ServiceException invalid parameter, in the service's words
   */
  public static void checkTable(String name) {
    boolean valid =
        !name.isEmpty() && name.length() <= Limits.NAME_LENGTH && !isDigit(name.charAt(0));
    for (int i = 0; valid && i < name.length(); i++) {
      char c = name.charAt(i);
      valid = c == '_' || isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    if (!valid) {
      throw SchemaErrors.invalidTableName(name);
    }
  }

  /** Refuses a column's name that is empty, too long or begins with a hash sign. */
  static void checkColumn(String name) {
    if (name.isEmpty()
        || name.charAt(0) == '#'
        || (name.length() * 3 > Limits.NAME_LENGTH
            && name.getBytes(UTF_8).length > Limits.NAME_LENGTH)) {
      throw SchemaErrors.invalidColumnName(name);
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
