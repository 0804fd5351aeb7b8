package io.millrace.cli.rows;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * One row as the vendor's command line writes it: {@code
 * {"PK":{"Values":[..]},"Attr":{"Values":[{"C":..,"V":..}]}}}.
 */
public final class RowJson {
  private static final List<String> VALUES = List.of("Values");

  private RowJson() {}

  /**
   * Reads a row.
   *
   * @param types the types given for columns, which win over what the JSON looks like
   * @param ignoreTimestamps whether the service chooses the time of every cell
   * @throws IllegalArgumentException if it is no row of {@code schema}, with the reason
   */
  public static RowPutChange parse(
      String text, RowSchema schema, ColumnTypes types, boolean ignoreTimestamps) {
    Map<String, JsonNode> row = JsonText.fields(read(text), List.of("PK", "Attr"));
    if (row.get("pk") == null) {
      throw new IllegalArgumentException(
          "the row has no key; it begins as {\"PK\":{\"Values\":[...]}}");
    }
    RowPutChange change =
        new RowPutChange(schema.table(), KeyJson.parse(values(row.get("pk"), "PK"), schema));
    JsonNode cells = row.get("attr");
    if (cells != null && !cells.isNull()) {
      change.addColumns(CellJson.cells(values(cells, "Attr"), types, ignoreTimestamps));
    }
    return change;
  }

  /** The row on one line; cells keep their times. */
  public static String write(PrimaryKey key, Column[] cells) {
    ObjectNode row = JsonText.NODES.objectNode();
    row.putObject("PK").set("Values", KeyJson.node(key));
    ArrayNode values = row.putObject("Attr").putArray("Values");
    for (Column cell : cells) {
      values.add(CellJson.node(cell));
    }
    return JsonText.write(row);
  }

  private static JsonNode read(String text) {
    try {
      return JsonText.read(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + Excerpt.of(text) + "' " + e.getMessage(), e);
    }
  }

  private static JsonNode values(JsonNode node, String name) {
    JsonNode values = JsonText.fields(node, VALUES).get("values");
    if (values == null) {
      throw new IllegalArgumentException("\"" + name + "\" has no \"Values\"");
    }
    return values;
  }
}
