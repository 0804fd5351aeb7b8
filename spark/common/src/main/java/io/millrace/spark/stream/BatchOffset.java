package io.millrace.spark.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.spark.error.InvalidCheckpointException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.connector.read.streaming.Offset;

/**
 * The end offset of a batch, in symbols: it does not say where the batch ends, which nobody knows
 * before it is read, but which batch it is and where that begins in each channel. With the claims
 * of its tasks it fixes the content of the batch for good. The offset with number 0 stands before
 * the first batch.
 */
final class BatchOffset extends Offset {

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** No bound on the time of the records: see {@link #until}. */
  static final long NO_BOUND = Long.MAX_VALUE;

  private final String tunnel;
  private final long sequence;
  private final long until;
  private final Map<String, ChannelStart> from;
  private final String json;

  /**
   * The offset of one batch.
   *
   * @param until where reading may stop although no row limit is reached: after a page whose last
   *     record is later than this, in microseconds
   */
  BatchOffset(String tunnel, long sequence, long until, Map<String, ChannelStart> from) {
    this.tunnel = tunnel;
    this.sequence = sequence;
    this.until = until;
    this.from = Collections.unmodifiableMap(new TreeMap<>(from));
    json = write();
  }

  /** The offset before the first batch. */
  static BatchOffset beforeFirst(String tunnel) {
    return new BatchOffset(tunnel, 0, NO_BOUND, Map.of());
  }

  /**
   * Reads an offset back. It is an {@link InvalidCheckpointException} when a query cannot go on
   * from it.
   *
   * @param tunnel the tunnel the offset must be of
   */
  static BatchOffset parse(String json, String tunnel) {
    try {
      JsonNode root = JSON.readTree(json);
      int version = root.path("version").asInt(0);
      if (version > VERSION) {
        throw new InvalidCheckpointException(
                "The checkpoint holds an offset of version "
                    + version
                    + ", which a newer Millrace wrote; this one knows versions up to "
                    + VERSION
                    + ": run the newer one, or give another checkpointLocation.")
            .unchecked();
      }
      if (version < 1 || !root.path("from").isObject() || !root.path("seq").isIntegralNumber()) {
        throw unreadable(json);
      }
      String ofTunnel = root.path("tunnel").asText();
      if (!ofTunnel.equals(tunnel)) {
        throw new InvalidCheckpointException(
                "The checkpoint holds positions of tunnel "
                    + ofTunnel
                    + ", not of tunnel "
                    + tunnel
                    + ": give the query its own checkpointLocation, or tunnel.id the former"
                    + " tunnel.")
            .unchecked();
      }
      Map<String, ChannelStart> from = new TreeMap<>();
      JsonNode channels = root.path("from");
      if (channels.isEmpty()) {
        // A batch is made only when a channel has records. Without its place each one would begin
        // where the tunnel stands.
        throw new InvalidCheckpointException(
                "The checkpoint holds an offset without a channel ("
                    + shown(json)
                    + "), which no query writes: restore the newest file of its offsets, or give the"
                    + " query a new checkpointLocation.")
            .unchecked();
      }
      for (JsonNode channel : channels) {
        if (!channel.path("token").isTextual() || channel.path("rows").asLong(0) < 0) {
          throw unreadable(json);
        }
      }
      channels.fieldNames().forEachRemaining(id -> from.put(id, start(channels.path(id))));
      return new BatchOffset(
          tunnel, root.path("seq").asLong(), root.path("until").asLong(NO_BOUND), from);
    } catch (JsonProcessingException e) {
      throw unreadable(json);
    }
  }

  private static ChannelStart start(JsonNode channel) {
    return new ChannelStart(
        new ChannelPosition(channel.path("token").asText(), channel.path("skip").asLong(0)),
        channel.path("rows").asLong(0),
        channel.path("bytes").asLong(ChannelStart.UNBOUNDED));
  }

  private static RuntimeException unreadable(String json) {
    return new InvalidCheckpointException(
            "The checkpoint holds an offset that is not one of a tablestore stream ("
                + shown(json)
                + "): give the query its own checkpointLocation.")
        .unchecked();
  }

  private static String shown(String json) {
    return json.length() <= 80 ? json : json.substring(0, 80) + "...";
  }

  private String write() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION).put("tunnel", tunnel).put("seq", sequence);
    if (until != NO_BOUND) {
      root.put("until", until);
    }
    ObjectNode channels = root.putObject("from");
    from.forEach(
        (id, start) -> {
          ObjectNode channel = channels.putObject(id).put("token", start.position().token());
          if (start.position().skip() > 0) {
            channel.put("skip", start.position().skip());
          }
          if (start.isRead()) {
            channel.put("rows", start.maxRows());
          }
          if (start.maxBytes() != ChannelStart.UNBOUNDED) {
            channel.put("bytes", start.maxBytes());
          }
        });
    return root.toString();
  }

  /** The batch's number, from 1; it is the source's own and not Spark's batch id. */
  long sequence() {
    return sequence;
  }

  long until() {
    return until;
  }

  /** Where the batch begins, for every channel that is known at its time. */
  Map<String, ChannelStart> from() {
    return from;
  }

  @Override
  public String json() {
    return json;
  }
}
