package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.PrimaryKeyOption;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The key of a new table, as {@code
 * [{"c":"uid","t":"string"},{"c":"pid","t":"integer","opt":"auto"}]} or {@code
 * uid:string,pid:integer:auto}.
 */
final class KeyDefinition {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_COLUMNS = 4;
  private static final String FORMS =
      "write it as 'uid:string,pid:integer' or"
          + " '[{\"c\":\"uid\",\"t\":\"string\"},{\"c\":\"pid\",\"t\":\"integer\"}]'.";

  private KeyDefinition() {}

  /**
   * Reads the definition.
   *
   * @throws IllegalArgumentException if it is none, with the sentence to show
   */
  static List<PrimaryKeySchema> parse(String text) {
    List<PrimaryKeySchema> key =
        text.strip().startsWith("[") || text.strip().startsWith("{")
            ? fromJson(text)
            : fromNames(text);
    if (key.isEmpty() || key.size() > MOST_COLUMNS) {
      throw new IllegalArgumentException(
          "--pk has "
              + key.size()
              + " columns, but a key has from 1 to "
              + MOST_COLUMNS
              + "; "
              + FORMS);
    }
    for (int i = 0; i < key.size(); i++) {
      String name = key.get(i).getName();
      if (key.subList(0, i).stream().anyMatch(column -> column.getName().equals(name))) {
        throw new IllegalArgumentException(
            "--pk names the column '" + name + "' twice; give each column its own name.");
      }
    }
    return key;
  }

  private static List<PrimaryKeySchema> fromJson(String text) {
    JsonNode array;
    try {
      array = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "--pk '"
              + text
              + "' is not JSON at column "
              + (e.getLocation() == null ? 1 : e.getLocation().getColumnNr())
              + "; "
              + FORMS,
          e);
    }
    if (!array.isArray()) {
      throw new IllegalArgumentException("--pk '" + text + "' is not a JSON array; " + FORMS);
    }
    List<PrimaryKeySchema> key = new ArrayList<>();
    for (JsonNode column : array) {
      key.add(fromJson(column));
    }
    return key;
  }

  private static PrimaryKeySchema fromJson(JsonNode column) {
    String name = "";
    String type = "";
    String option = "";
    for (Map.Entry<String, JsonNode> field : column.properties()) {
      String value = field.getValue().asText();
      switch (field.getKey().toLowerCase(Locale.ROOT)) {
        case "c" -> name = value;
        case "t" -> type = value;
        case "opt" -> option = value;
        default ->
            throw new IllegalArgumentException(
                "--pk column "
                    + column
                    + " has an unknown field '"
                    + field.getKey()
                    + "'; "
                    + FORMS);
      }
    }
    return column(name, type, option, column.toString());
  }

  private static List<PrimaryKeySchema> fromNames(String text) {
    List<PrimaryKeySchema> key = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String[] words = part.strip().split(":", -1);
      key.add(
          column(
              words[0].strip(),
              words.length > 1 ? words[1].strip() : "",
              words.length > 2 ? words[2].strip() : "",
              "'" + part.strip() + "'"));
    }
    return key;
  }

  private static PrimaryKeySchema column(String name, String type, String option, String shown) {
    if (name.isEmpty() || type.isEmpty()) {
      throw new IllegalArgumentException(
          "--pk column " + shown + " lacks its name or its type; " + FORMS);
    }
    PrimaryKeyType keyType =
        switch (type.toLowerCase(Locale.ROOT)) {
          case "string" -> PrimaryKeyType.STRING;
          case "integer", "long", "int", "bigint" -> PrimaryKeyType.INTEGER;
          case "binary" -> PrimaryKeyType.BINARY;
          default ->
              throw new IllegalArgumentException(
                  "--pk column '"
                      + name
                      + "' has the type '"
                      + type
                      + "', but a key column is a string, an integer or a binary; "
                      + FORMS);
        };
    return switch (option.toLowerCase(Locale.ROOT)) {
      case "", "none" -> new PrimaryKeySchema(name, keyType);
      case "auto" -> new PrimaryKeySchema(name, keyType, PrimaryKeyOption.AUTO_INCREMENT);
      default ->
          throw new IllegalArgumentException(
              "--pk column '"
                  + name
                  + "' has the option '"
                  + option
                  + "', but the only one is auto (the service counts up); "
                  + FORMS);
    };
  }
}
