package io.millrace.cli.rows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Columns with their types, as written in {@code price:double,timestamp:integer}. */
public record ColumnTypes(Map<String, CellType> types) {
  /** No column has a given type. */
  public static final ColumnTypes NONE = new ColumnTypes(Map.of());

  /** Keeps the order of the columns. */
  public ColumnTypes {
    types = new LinkedHashMap<>(types);
  }

  /**
   * Reads {@code name:type,name:type}.
   *
   * @throws IllegalArgumentException if it is not of that form, names a column twice or an unknown
   *     type; with the sentence to show
   */
  public static ColumnTypes parse(String text) {
    Map<String, CellType> types = new LinkedHashMap<>();
    for (String part : parts(text)) {
      int colon = part.lastIndexOf(':');
      if (colon <= 0 || colon == part.length() - 1) {
        throw new IllegalArgumentException(
            "'" + Excerpt.of(part) + "' is not of the form name:type, as in 'price:double'.");
      }
      String name = part.substring(0, colon).strip();
      if (types.put(name, CellType.named(part.substring(colon + 1))) != null) {
        throw new IllegalArgumentException("Column '" + name + "' is named twice; name it once.");
      }
    }
    return new ColumnTypes(types);
  }

  /** The type given to {@code column}, or null. */
  public CellType of(String column) {
    return types.get(column);
  }

  /** These types, and for columns they leave open those of {@code fallback}. */
  public ColumnTypes or(ColumnTypes fallback) {
    Map<String, CellType> both = new LinkedHashMap<>(fallback.types());
    both.putAll(types);
    return new ColumnTypes(both);
  }

  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf(','); end >= 0; end = text.indexOf(',', start)) {
      parts.add(text.substring(start, end).strip());
      start = end + 1;
    }
    parts.add(text.substring(start).strip());
    return parts;
  }
}
