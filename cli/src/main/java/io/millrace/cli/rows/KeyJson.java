package io.millrace.cli.rows;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.millrace.cli.rows.RowSchema.KeyColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keys as JSON: {@code ["86",6771]} in the order of the table's key, or {@code
 * {"uid":"86","pid":6771}}.
 */
public final class KeyJson {
  private KeyJson() {}

  /**
   * Reads a whole key; null stands for the value of an auto-increment column.
   *
   * @throws IllegalArgumentException if it is no key of {@code schema}, with the sentence to show
   */
  public static PrimaryKey parse(String text, RowSchema schema) {
    return parse(node(text, schema), schema);
  }

  /**
   * Reads the beginning of a key, an array of as many values as are known, and fills what is
   * missing with {@code filler}.
   *
   * @throws IllegalArgumentException if it does not begin a key of {@code schema}, with the
   *     sentence to show
   */
  public static PrimaryKey parsePrefix(String text, RowSchema schema, PrimaryKeyValue filler) {
    JsonNode node = node(text, schema);
    if (!node.isArray() || node.size() > schema.key().size()) {
      throw notAKey(JsonText.excerpt(node), schema);
    }
    List<PrimaryKeyColumn> columns = new ArrayList<>();
    for (int i = 0; i < schema.key().size(); i++) {
      KeyColumn column = schema.key().get(i);
      columns.add(
          i < node.size()
              ? column(node.get(i), column, schema)
              : new PrimaryKeyColumn(column.name(), filler));
    }
    return new PrimaryKey(columns);
  }

  /** The key whose every column is {@code value}, such as the lowest of all. */
  public static PrimaryKey all(RowSchema schema, PrimaryKeyValue value) {
    return new PrimaryKey(
        schema.key().stream().map(column -> new PrimaryKeyColumn(column.name(), value)).toList());
  }

  /** The key as an array of values. */
  public static String write(PrimaryKey key) {
    return JsonText.write(node(key));
  }

  /** The value of one column of a key as plain text. */
  public static String text(PrimaryKeyColumn column) {
    return node(column.getValue()).asText();
  }

  static PrimaryKey parse(JsonNode node, RowSchema schema) {
    if (!node.isContainerNode() || node.size() != schema.key().size()) {
      throw notAKey(JsonText.excerpt(node), schema);
    }
    List<PrimaryKeyColumn> columns = new ArrayList<>();
    for (int i = 0; i < schema.key().size(); i++) {
      KeyColumn column = schema.key().get(i);
      JsonNode value = node.isArray() ? node.get(i) : node.get(column.name());
      if (value == null) {
        throw notAKey(JsonText.excerpt(node), schema);
      }
      columns.add(column(value, column, schema));
    }
    return new PrimaryKey(columns);
  }

  static ArrayNode node(PrimaryKey key) {
    ArrayNode values = JsonText.NODES.arrayNode();
    for (PrimaryKeyColumn column : key.getPrimaryKeyColumns()) {
      values.add(column.getValue().isPlaceHolderForAutoIncr() ? null : node(column.getValue()));
    }
    return values;
  }

  private static JsonNode node(PrimaryKeyValue value) {
    try {
      return JsonText.node(value.toColumnValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PrimaryKeyColumn column(JsonNode value, KeyColumn column, RowSchema schema) {
    if (value.isNull() && column.autoIncrement()) {
      return column.automatic();
    }
    try {
      return column.of(JsonText.value(value, column.type()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Key column '"
              + column.name()
              + "' of table '"
              + schema.table()
              + "' is of type "
              + column.type().label()
              + ", but "
              + e.getMessage()
              + "; write the key as "
              + example(schema)
              + ".",
          e);
    }
  }

  private static JsonNode node(String text, RowSchema schema) {
    try {
      return JsonText.read(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The key '"
              + Excerpt.of(text)
              + "' "
              + e.getMessage()
              + "; write it as "
              + example(schema)
              + ".",
          e);
    }
  }

  private static IllegalArgumentException notAKey(String key, RowSchema schema) {
    return new IllegalArgumentException(
        "'"
            + key
            + "' is no key of table '"
            + schema.table()
            + "', whose key columns are "
            + schema.describeKey()
            + "; write it as "
            + example(schema)
            + ".");
  }

  private static String example(RowSchema schema) {
    return schema.key().stream()
        .map(column -> column.type() == CellType.INTEGER ? "1" : "\"a\"")
        .collect(Collectors.joining(",", "'[", "]'"));
  }
}
