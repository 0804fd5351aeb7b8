package io.millrace.cli.rows;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** JSON as the vendor's command line writes it, where the case of a field's name does not count. */
final class JsonText {
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonText() {}

  /**
   * Reads one JSON value.
   *
   * @throws IllegalArgumentException if it is none; the message completes "... is not JSON"
   */
  static JsonNode read(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw new IllegalArgumentException("is empty, where JSON is expected");
      }
      return node;
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
      throw new IllegalArgumentException(
          "is not JSON" + place + " (" + Excerpt.of(e.getOriginalMessage()) + ")", e);
    }
  }

  static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * The fields of an object by lower-case name.
   *
   * @throws IllegalArgumentException if it is no object, or has a field that is not {@code known}
   */
  static Map<String, JsonNode> fields(JsonNode node, List<String> known) {
    if (!node.isObject()) {
      throw new IllegalArgumentException("'" + excerpt(node) + "' is not a JSON object");
    }
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : ((ObjectNode) node).properties()) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (known.stream().noneMatch(name::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            "'" + excerpt(node) + "' has a field '" + field.getKey() + "', known are " + known);
      }
      fields.put(name, field.getValue());
    }
    return fields;
  }

  /**
   * The value of {@code type} that a JSON value stands for; whole numbers may stand for doubles.
   *
   * @throws IllegalArgumentException if it does not fit; the message completes "the value ..."
   */
  static ColumnValue value(JsonNode node, CellType type) {
    boolean fits =
        switch (type) {
          case STRING, BINARY -> node.isTextual();
          case INTEGER -> node.isIntegralNumber();
          case DOUBLE -> node.isNumber();
          case BOOLEAN -> node.isBoolean();
        };
    if (!fits) {
      throw new IllegalArgumentException(excerpt(node) + " is no " + type.label());
    }
    return type.parse(node.asText());
  }

  /** The JSON value of a cell; bytes are Base64. */
  static JsonNode node(ColumnValue value) {
    return switch (value.getType()) {
      case INTEGER -> NODES.numberNode(value.asLong());
      case DOUBLE -> NODES.numberNode(value.asDouble());
      case BOOLEAN -> NODES.booleanNode(value.asBoolean());
      case BINARY -> NODES.textNode(Base64.getEncoder().encodeToString(value.asBinary()));
      default -> NODES.textNode(value.asString());
    };
  }

  static String excerpt(JsonNode node) {
    return Excerpt.of(write(node));
  }
}
