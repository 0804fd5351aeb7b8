package io.millrace.local.server.seed;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.local.server.seed.SeedException.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The fields of one object; what is not as it should be is refused with its place. */
final class Fields {
  private final Place place;
  private final JsonNode object;
  private final Set<String> known = new LinkedHashSet<>();

  Fields(Place place, JsonNode object) {
    this.place = place;
    this.object = object;
  }

  boolean has(String name) {
    known.add(name);
    return object.has(name);
  }

  /** A field, or null. */
  JsonNode get(String name) {
    known.add(name);
    return object.get(name);
  }

  String text(String name, String otherwise) {
    return has(name) ? text(name) : otherwise;
  }

  String text(String name) {
    JsonNode value = get(name);
    if (value == null || !value.isTextual()) {
      throw refused(name + " must be a text.");
    }
    return value.textValue();
  }

  long number(String name, long otherwise) {
    JsonNode value = get(name);
    if (value == null) {
      return otherwise;
    }
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw refused(name + " is " + value + "; give a whole number.");
    }
    return value.longValue();
  }

  boolean flag(String name) {
    JsonNode value = get(name);
    if (value != null && !value.isBoolean()) {
      throw refused(name + " is " + value + "; give true or false.");
    }
    return value != null && value.booleanValue();
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : list(name)) {
      if (!each.isTextual()) {
        throw refused(name + " must be a list of texts, not of " + each + ".");
      }
      texts.add(each.textValue());
    }
    return texts;
  }

  /** The objects of a list, which may be missing. */
  List<Fields> objects(String name) {
    List<Fields> objects = new ArrayList<>();
    for (JsonNode each : list(name)) {
      if (!each.isObject()) {
        throw refused(name + " must be a list of objects, not of " + each + ".");
      }
      objects.add(new Fields(place, each));
    }
    return objects;
  }

  List<JsonNode> list(String name) {
    JsonNode value = get(name);
    List<JsonNode> list = new ArrayList<>();
    if (value != null && !value.isArray()) {
      throw refused(name + " must be a list.");
    }
    if (value != null) {
      value.forEach(list::add);
    }
    return list;
  }

  SeedException refused(String reason) {
    return new SeedException(place, reason);
  }

  /** Refuses fields that nobody asked for. */
  void refuseOthers() {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw refused("Unknown field '" + name + "'.");
              }
            });
  }
}
