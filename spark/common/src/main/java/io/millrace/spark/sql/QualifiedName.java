package io.millrace.spark.sql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The name of a table, with its database and catalog where they were given.
 *
 * @param parts the name's parts as typed, without quotes
 */
record QualifiedName(List<String> parts) {

  QualifiedName {
    parts = List.copyOf(parts);
  }

  /** The name in SQL that any settings of Spark read as this name. */
  String sql() {
    return parts.stream()
        .map(part -> "`" + part.replace("`", "``") + "`")
        .collect(Collectors.joining("."));
  }

  /** The part that is not a database or catalog. */
  String last() {
    return parts.get(parts.size() - 1);
  }

  /** The name for messages. */
  @Override
  public String toString() {
    return String.join(".", parts);
  }
}
