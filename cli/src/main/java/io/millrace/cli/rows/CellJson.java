package io.millrace.cli.rows;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Attribute cells as JSON: {@code {"c":"age","v":32,"t":"integer","ts":1626860801604}}. Without
 * {@code t}, and without a type given for the column, a whole number is an integer and any other
 * number a double; {@code isint} says it for numbers alone, as files of the vendor's command line
 * do.
 */
public final class CellJson {
  private static final List<String> FIELDS = List.of("c", "v", "t", "ts", "isint");

  private CellJson() {}

  /**
   * Reads an array of cells.
   *
   * @param types the types given for columns, which win over what the JSON looks like
   * @throws IllegalArgumentException if it is none, with the sentence to show
   */
  public static List<Column> parse(String text, ColumnTypes types) {
    try {
      return cells(JsonText.read(text), types, false);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "The cells '"
              + Excerpt.of(text)
              + "': "
              + e.getMessage()
              + "; write them as '[{\"c\":\"name\",\"v\":\"value\"}]'.",
          e);
    }
  }

  static List<Column> cells(JsonNode array, ColumnTypes types, boolean ignoreTimestamps) {
    if (!array.isArray()) {
      throw new IllegalArgumentException("'" + JsonText.excerpt(array) + "' is not an array");
    }
    List<Column> cells = new ArrayList<>(array.size());
    for (JsonNode cell : array) {
      cells.add(cell(cell, types, ignoreTimestamps));
    }
    return cells;
  }

  private static Column cell(JsonNode node, ColumnTypes types, boolean ignoreTimestamps) {
    Map<String, JsonNode> fields = JsonText.fields(node, FIELDS);
    JsonNode name = fields.get("c");
    JsonNode value = fields.get("v");
    if (name == null || !name.isTextual() || value == null) {
      throw new IllegalArgumentException(
          "cell '" + JsonText.excerpt(node) + "' lacks its column \"c\" or its value \"v\"");
    }
    ColumnValue typed;
    try {
      typed = JsonText.value(value, type(name.asText(), value, fields, types));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("column '" + name.asText() + "': " + e.getMessage(), e);
    }
    JsonNode timestamp = fields.get("ts");
    if (timestamp == null || timestamp.isNull() || ignoreTimestamps) {
      return new Column(name.asText(), typed);
    }
    if (!timestamp.canConvertToLong() || !timestamp.isIntegralNumber() || timestamp.asLong() < 0) {
      throw new IllegalArgumentException(
          "column '"
              + name.asText()
              + "': the timestamp "
              + JsonText.excerpt(timestamp)
              + " is no time in milliseconds");
    }
    return new Column(name.asText(), typed, timestamp.asLong());
  }

  private static CellType type(
      String column, JsonNode value, Map<String, JsonNode> fields, ColumnTypes types) {
    if (fields.containsKey("t")) {
      return CellType.named(fields.get("t").asText());
    }
    if (types.of(column) != null) {
      return types.of(column);
    }
    if (value.isNumber()) {
      JsonNode whole = fields.get("isint");
      return (whole == null ? value.isIntegralNumber() : whole.asBoolean())
          ? CellType.INTEGER
          : CellType.DOUBLE;
    }
    if (value.isBoolean()) {
      return CellType.BOOLEAN;
    }
    if (value.isTextual()) {
      return CellType.STRING;
    }
    throw new IllegalArgumentException(
        JsonText.excerpt(value) + " is no value of Tablestore (string, number, true or false)");
  }

  static ObjectNode node(Column cell) {
    ObjectNode node = JsonText.NODES.objectNode();
    node.put("C", cell.getName());
    node.set("V", JsonText.node(cell.getValue()));
    if (cell.getValue().getType() == ColumnType.INTEGER) {
      node.put("IsInt", true);
    } else if (cell.getValue().getType() == ColumnType.BINARY) {
      node.put("T", "binary");
    }
    if (cell.hasSetTimestamp()) {
      node.put("TS", cell.getTimestamp());
    }
    return node;
  }
}
