package io.millrace.local.server.seed;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Rows of a seed. */
final class SeedRows {
  private SeedRows() {}

  static Row row(Fields fields, List<KeyColumn> key) {
    List<JsonNode> values = fields.list("pk");
    if (values.size() != key.size()) {
      throw fields.refused(
          "pk has " + values.size() + " values; the key of the table has " + key.size() + ".");
    }
    PrimaryKeyColumn[] columns = new PrimaryKeyColumn[key.size()];
    for (int i = 0; i < columns.length; i++) {
      boolean placeholder = key.get(i).autoIncrement() && values.get(i).isNull();
      columns[i] =
          new PrimaryKeyColumn(
              key.get(i).name(),
              placeholder ? Value.AUTO_INCREMENT : value(fields, key.get(i).name(), values.get(i)));
    }
    JsonNode attributes = fields.get("attr");
    List<Cell> cells = new ArrayList<>();
    if (attributes != null) {
      if (!attributes.isObject()) {
        throw fields.refused("attr must be an object of names and values.");
      }
      attributes
          .properties()
          .forEach(
              each ->
                  cells.add(
                      Cell.put(each.getKey(), value(fields, each.getKey(), each.getValue()))));
    }
    return Row.of(PrimaryKey.of(columns), cells);
  }

  private static Value value(Fields fields, String column, JsonNode value) {
    if (value.isTextual()) {
      return Value.of(value.textValue());
    }
    if (value.isBoolean()) {
      return Value.of(value.booleanValue());
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return Value.of(value.longValue());
    }
    if (value.isFloatingPointNumber()) {
      return Value.of(value.doubleValue());
    }
    if (value.isObject() && value.size() == 1 && value.path("base64").isTextual()) {
      try {
        return Value.ofBinary(Base64.getDecoder().decode(value.get("base64").textValue()));
      } catch (IllegalArgumentException malformed) {
        throw fields.refused("The value of column '" + column + "' is not base64.");
      }
    }
    throw fields.refused(
        "Column '"
            + column
            + "' is "
            + value
            + "; give a text, a number, true or false, or {\"base64\": \"...\"}.");
  }
}
