package io.millrace.cli.rows;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The types of Tablestore's values, and how each is written as text. */
public enum CellType {
  /** UTF-8 text, as it is. */
  STRING,
  /** A 64-bit signed integer in decimal digits. */
  INTEGER,
  /** A finite 64-bit floating point number in decimal notation. */
  DOUBLE,
  /** {@code true} or {@code false}. */
  BOOLEAN,
  /** Bytes, written as Base64. */
  BINARY;

  private static final Pattern INTEGER_TEXT = Pattern.compile("[+-]?\\d+");
  private static final Pattern DOUBLE_TEXT =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,4})?");

  /**
   * The type of that name; {@code long}, {@code int} and {@code bigint} are integers too.
   *
   * @throws IllegalArgumentException if there is none, with the sentence to show
   */
  public static CellType named(String name) {
    return switch (name.strip().toLowerCase(Locale.ROOT)) {
      case "string" -> STRING;
      case "integer", "long", "int", "bigint" -> INTEGER;
      case "double" -> DOUBLE;
      case "boolean" -> BOOLEAN;
      case "binary" -> BINARY;
      default ->
          throw new IllegalArgumentException(
              "'" + name.strip() + "' is no type of Tablestore; the types are " + names() + ".");
    };
  }

  static CellType of(PrimaryKeyType type) {
    return switch (type) {
      case STRING -> STRING;
      case INTEGER -> INTEGER;
      case BINARY -> BINARY;
    };
  }

  static CellType of(DefinedColumnType type) {
    return switch (type) {
      case STRING -> STRING;
      case INTEGER -> INTEGER;
      case DOUBLE -> DOUBLE;
      case BOOLEAN -> BOOLEAN;
      case BINARY -> BINARY;
    };
  }

  /**
   * The value that {@code text} stands for.
   *
   * @throws IllegalArgumentException if it is no value of this type; the message completes "the
   *     value ..."
   */
  public ColumnValue parse(String text) {
    return switch (this) {
      case STRING -> ColumnValue.fromString(text);
      case INTEGER -> ColumnValue.fromLong(integer(text));
      case DOUBLE -> ColumnValue.fromDouble(finite(text));
      case BOOLEAN -> ColumnValue.fromBoolean(truth(text));
      case BINARY -> ColumnValue.fromBinary(bytes(text));
    };
  }

  /** Whether {@link #parse} would accept {@code text}. */
  boolean accepts(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The value as {@link #parse} reads it. */
  public static String format(ColumnValue value) {
    return switch (value.getType()) {
      case BINARY -> Base64.getEncoder().encodeToString(value.asBinary());
      default -> value.getValue().toString();
    };
  }

  /** The name as options and messages use it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static long integer(String text) {
    if (INTEGER_TEXT.matcher(text).matches()) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException e) {
        throw misfit(text, "does not fit 64 bits");
      }
    }
    throw misfit(text, "is no integer");
  }

  private static double finite(String text) {
    if (!DOUBLE_TEXT.matcher(text).matches()) {
      throw misfit(text, "is no double");
    }
    double value = Double.parseDouble(text);
    if (!Double.isFinite(value)) {
      throw misfit(text, "does not fit a double");
    }
    return value;
  }

  private static boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw misfit(text, "is no boolean (true or false)");
    };
  }

  private static byte[] bytes(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw misfit(text, "is no Base64");
    }
  }

  private static IllegalArgumentException misfit(String text, String reason) {
    return new IllegalArgumentException("'" + Excerpt.of(text) + "' " + reason);
  }

  private static String names() {
    return Arrays.stream(values()).map(CellType::label).collect(Collectors.joining(", "));
  }
}
