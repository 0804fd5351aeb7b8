package io.millrace.spark.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.spark.error.InvalidCheckpointException;

/**
 * How much of one channel belongs to one batch, fixed by the first task that read it. Every later
 * reading of that batch gives the same rows.
 *
 * @param from where the batch begins in the channel
 * @param rows how many records from there belong to it
 * @param next where the next batch begins
 * @param more whether records are known to follow
 * @param lastTime when the last of the records was written, in microseconds; 0 when it does not say
 */
record Claim(ChannelPosition from, long rows, ChannelPosition next, boolean more, long lastTime) {

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  String json() {
    ObjectNode root = JSON.createObjectNode().put("version", VERSION).put("rows", rows);
    root.put("more", more).put("time", lastTime);
    write(root.putObject("from"), from);
    write(root.putObject("next"), next);
    return root.toString();
  }

  private static void write(ObjectNode node, ChannelPosition position) {
    node.put("token", position.token()).put("skip", position.skip());
  }

  /**
   * Reads a claim back.
   *
   * @param place where it was found, for errors
   */
  static Claim parse(String json, String place) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root.path("version").asInt() > VERSION) {
        throw newer(place);
      }
      if (root.path("version").asInt() != VERSION
          || root.path("rows").asLong(-1) < 0
          || !root.at("/from/token").isTextual()
          || !root.at("/next/token").isTextual()) {
        throw unreadable(place);
      }
      return new Claim(
          position(root.path("from")),
          root.path("rows").asLong(),
          position(root.path("next")),
          root.path("more").asBoolean(),
          root.path("time").asLong());
    } catch (JsonProcessingException e) {
      throw unreadable(place);
    }
  }

  private static ChannelPosition position(JsonNode node) {
    return new ChannelPosition(node.path("token").asText(), node.path("skip").asLong());
  }

  private static RuntimeException unreadable(String place) {
    return new InvalidCheckpointException(
            "The record of a batch at "
                + place
                + " is cut or damaged: restore it, or give the query a new checkpointLocation.")
        .unchecked();
  }

  private static RuntimeException newer(String place) {
    return new InvalidCheckpointException(
            "The record of a batch at "
                + place
                + " was written by a newer Millrace: run that one, or give the query a new"
                + " checkpointLocation.")
        .unchecked();
  }

  /**
   * Refuses a claim that another run of the query left behind.
   *
   * @param begin where the batch begins that the claim was found for
   */
  Claim startingAt(ChannelPosition begin, String place) {
    if (!from.equals(begin)) {
      throw new InvalidCheckpointException(
              "The record of a batch at "
                  + place
                  + " belongs to another run of the query, whose offsets are gone: give the query a"
                  + " new checkpointLocation.")
          .unchecked();
    }
    return this;
  }
}
