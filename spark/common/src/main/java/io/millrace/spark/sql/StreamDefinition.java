package io.millrace.spark.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What it takes to start a stream in another session: its statement, the scans that it reads, and
 * the settings that change what its query means. Credentials are not in it, they belong to the
 * tables.
 *
 * @param options those of the statement, as {@code ALTER STREAM} left them
 * @param body the statement from INSERT on
 * @param sink the table that is written, for listings
 * @param place the catalog and database that names without one belong to
 * @param settings of the session, by their names in Spark
 * @param scans those that the query may read, and other temporary views, in the order to make them
 */
record StreamDefinition(
    String name,
    Map<String, String> options,
    String body,
    String sink,
    Place place,
    Map<String, String> settings,
    List<ScanDefinition> scans) {

  /** Where names without a database belong. */
  record Place(String catalog, String database) {}

  /**
   * A scan or another temporary view as it was made, and where.
   *
   * @param statement empty for a view that no statement made
   */
  record ScanDefinition(String name, String statement, Place place) {}

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  StreamDefinition {
    options = new LinkedHashMap<>(options);
    settings = Map.copyOf(settings);
    scans = List.copyOf(scans);
  }

  /** The same with other options. */
  StreamDefinition with(Map<String, String> changed) {
    return new StreamDefinition(name, changed, body, sink, place, settings, scans);
  }

  /** The statement that starts it. */
  String statement() {
    StringBuilder sql = new StringBuilder("CREATE STREAM " + quoted(name));
    String separator = " OPTIONS (";
    for (Map.Entry<String, String> option : options.entrySet()) {
      sql.append(separator)
          .append(literal(option.getKey()))
          .append(" = ")
          .append(literal(option.getValue()));
      separator = ", ";
    }
    return sql.append(options.isEmpty() ? " " : ") ").append(body).toString();
  }

  static String quoted(String name) {
    return name.matches("[A-Za-z_]\\w*") ? name : "`" + name.replace("`", "``") + "`";
  }

  private static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  String json() {
    ObjectNode root = JSON.createObjectNode().put("version", VERSION).put("name", name);
    options.forEach(root.putObject("options")::put);
    root.put("body", body).put("sink", sink);
    put(root, place);
    settings.forEach(root.putObject("settings")::put);
    var list = root.putArray("scans");
    for (ScanDefinition scan : scans) {
      put(list.addObject().put("name", scan.name()).put("statement", scan.statement()), scan.place);
    }
    return root.toPrettyString();
  }

  private static void put(ObjectNode node, Place place) {
    node.put("catalog", place.catalog()).put("database", place.database());
  }

  /**
   * Reads what {@link #json} wrote.
   *
   * @param file for the message when it cannot be read
   */
  static StreamDefinition parse(String json, String file) throws InvalidStatementException {
    try {
      JsonNode root = JSON.readTree(json);
      if (root.path("version").asInt() == VERSION) {
        List<ScanDefinition> scans = new ArrayList<>();
        root.path("scans")
            .forEach(
                scan ->
                    scans.add(
                        new ScanDefinition(
                            scan.path("name").asText(),
                            scan.path("statement").asText(),
                            place(scan))));
        return new StreamDefinition(
            root.path("name").asText(),
            texts(root.path("options")),
            root.path("body").asText(),
            root.path("sink").asText(),
            place(root),
            texts(root.path("settings")),
            scans);
      }
    } catch (JsonProcessingException damaged) {
      // Refused below; the parser's words add nothing.
    }
    throw new InvalidStatementException(
        "The file "
            + file
            + " is damaged or of a newer version: delete it and run CREATE STREAM again, which goes on from the stream's checkpoint.");
  }

  private static Place place(JsonNode node) {
    return new Place(node.path("catalog").asText(), node.path("database").asText());
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.fieldNames().forEachRemaining(key -> texts.put(key, object.path(key).asText()));
    return texts;
  }
}
