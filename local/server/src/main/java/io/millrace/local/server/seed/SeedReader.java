package io.millrace.local.server.seed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.server.seed.SeedException.Place;
import io.millrace.local.tunnel.NewTunnel;
import io.millrace.local.tunnel.StreamConfig;
import io.millrace.local.tunnel.TunnelType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads JSON objects, one after the other or in one array, into entries. */
final class SeedReader {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  private final String defaultInstance;
  private final Map<List<String>, TableSpec> tables = new HashMap<>();

  SeedReader(String defaultInstance) {
    this.defaultInstance = defaultInstance;
  }

  void read(Path file, List<Seed.Entry> entries) {
    try (JsonParser parser = MAPPER.createParser(Files.newBufferedReader(file))) {
      boolean inArray = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        Place place = new Place(file, parser.currentTokenLocation().getLineNr());
        if (token == JsonToken.START_ARRAY && !inArray) {
          inArray = true;
        } else if (token == JsonToken.END_ARRAY) {
          inArray = false;
        } else if (token == JsonToken.START_OBJECT) {
          entries.add(entry(place, parser.readValueAsTree()));
        } else {
          throw new SeedException(place, "Expected an object, not " + parser.getText() + ".");
        }
      }
    } catch (JsonProcessingException malformed) {
      Place place = new Place(file, malformed.getLocation().getLineNr());
      throw new SeedException(place, "This is not JSON: " + malformed.getOriginalMessage() + ".");
    } catch (NoSuchFileException missing) {
      throw new SeedException(file, "does not exist: check the path.");
    } catch (IOException unreadable) {
      throw new SeedException(file, "cannot be read: " + unreadable.getMessage() + ".");
    }
  }

  private Seed.Entry entry(Place place, JsonNode object) {
    Fields fields = new Fields(place, object);
    String instance = fields.text("instance", defaultInstance);
    Seed.Entry entry;
    if (fields.has("row")) {
      entry = row(place, instance, fields);
    } else if (fields.has("tunnel")) {
      entry = tunnel(place, instance, fields);
    } else if (fields.has("table")) {
      TableSpec spec = SeedTables.spec(fields);
      tables.put(List.of(instance, spec.schema().name()), spec);
      entry = new Seed.TableEntry(place, instance, spec);
    } else {
      throw new SeedException(place, "An entry has one of the fields table, row and tunnel.");
    }
    fields.refuseOthers();
    return entry;
  }

  private Seed.Entry row(Place place, String instance, Fields fields) {
    TableSpec table = table(place, instance, fields.text("row"));
    return new Seed.RowEntry(
        place,
        instance,
        RowWrite.put(table.schema().name(), SeedRows.row(fields, table.schema().key())));
  }

  private Seed.Entry tunnel(Place place, String instance, Fields fields) {
    String name = fields.text("tunnel");
    TableSpec table = table(place, instance, fields.text("table"));
    String type = fields.text("type", TunnelType.STREAM.text());
    String start = fields.text("start", "latest");
    if (!start.equals("latest") && !start.equals("earliest")) {
      throw new SeedException(place, "start is '" + start + "'; give latest or earliest.");
    }
    return new Seed.TunnelEntry(
        place,
        instance,
        new NewTunnel(
            table.schema().name(),
            name,
            Arrays.stream(TunnelType.values())
                .filter(each -> each.text().equals(type))
                .findFirst()
                .orElseThrow(() -> unknownType(place, type)),
            start.equals("earliest") ? new StreamConfig(true, 0, 0) : StreamConfig.LATEST));
  }

  private static SeedException unknownType(Place place, String type) {
    String types =
        Arrays.stream(TunnelType.values()).map(TunnelType::text).collect(Collectors.joining(", "));
    return new SeedException(place, "type is '" + type + "'; give one of " + types + ".");
  }

  private TableSpec table(Place place, String instance, String name) {
    TableSpec table = tables.get(List.of(instance, name));
    if (table == null) {
      throw new SeedException(
          place,
          "Table '" + name + "' of instance '" + instance + "' is not made by an earlier entry.");
    }
    return table;
  }
}
