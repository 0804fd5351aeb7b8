package io.millrace.spark.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.spark.error.InvalidCheckpointException;
import io.millrace.spark.options.ClaimPlace;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a source writes once into its checkpoint directory: which tunnel it reads and where it
 * began.
 *
 * @param identity the tunnel
 * @param key a random name of this source, for claims kept outside the directory
 * @param claims where its claims are, files or a table
 * @param since records that are older, in microseconds, are passed over; 0 for none
 * @param initial the token of each channel that was open at the very first start
 * @param ended the channels that were over then
 */
record SourceRecord(
    SourceIdentity identity,
    String key,
    ClaimPlace claims,
    long since,
    Map<String, String> initial,
    Set<String> ended) {

  static final String FILE = "millrace-source.json";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  SourceRecord {
    initial = Map.copyOf(initial);
    ended = Set.copyOf(ended);
  }

  /** The record in a source's directory, if it has one. */
  static Optional<SourceRecord> read(AtomicFiles files) throws IOException {
    return files
        .read(FILE)
        .map(bytes -> parse(new String(bytes, UTF_8), files.root() + "/" + FILE));
  }

  /**
   * Writes this record, unless the directory has one.
   *
   * @return the record it has from now on
   */
  SourceRecord writeTo(AtomicFiles files) throws IOException {
    return files.create(FILE, json().getBytes(UTF_8)) ? this : read(files).orElse(this);
  }

  private String json() {
    ObjectNode root = JSON.createObjectNode().put("version", VERSION).put("key", key);
    root.put("claims", claims.name()).put("since", since);
    root.put("instance", identity.instance())
        .put("table", identity.table())
        .put("tunnel", identity.tunnel());
    ObjectNode channels = root.putObject("initial");
    new TreeMap<>(initial).forEach(channels::put);
    ArrayNode over = root.putArray("ended");
    new TreeSet<>(ended).forEach(over::add);
    return root.toString();
  }

  private static SourceRecord parse(String json, String place) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root.path("version").asInt() > VERSION) {
        throw newer(place);
      }
      if (root.path("version").asInt() == VERSION) {
        Map<String, String> initial = new TreeMap<>();
        JsonNode channels = root.path("initial");
        channels.fieldNames().forEachRemaining(id -> initial.put(id, channels.path(id).asText()));
        Set<String> ended = new TreeSet<>();
        root.path("ended").forEach(id -> ended.add(id.asText()));
        return new SourceRecord(
            new SourceIdentity(
                root.path("instance").asText(),
                root.path("table").asText(),
                root.path("tunnel").asText()),
            root.path("key").asText(),
            ClaimPlace.valueOf(root.path("claims").asText()),
            root.path("since").asLong(0),
            initial,
            ended);
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // Falls to the refusal below, which names the file; the parser's words add nothing.
    }
    throw new InvalidCheckpointException(
            "The file "
                + place
                + " is cut or damaged: restore it, or give the query a new checkpointLocation.")
        .unchecked();
  }

  private static RuntimeException newer(String place) {
    return new InvalidCheckpointException(
            "The file "
                + place
                + " was written by a newer Millrace: run that one, or give the query a new"
                + " checkpointLocation.")
        .unchecked();
  }
}
