package io.millrace.local.tunnel;

import io.millrace.local.engine.Engine;
import io.millrace.local.engine.Instance;
import io.millrace.local.engine.log.BaseRange;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.schema.StreamDetails;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableChange;
import io.millrace.local.engine.schema.TableDescription;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.error.StreamErrors;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes tunnels: checks what is asked for, and fixes where each channel begins. */
final class TunnelMaker {

  private static final long NANOS_PER_HOUR = 3_600_000_000_000L;
  private static final long START_MARGIN_NANOS = 300_000_000_000L;

  private final Engine engine;
  private final Time time;

  TunnelMaker(Engine engine, Time time) {
    this.engine = engine;
    this.time = time;
  }

  /** Returns the table, in whose absence the service names a wrong parameter. */
  TableDescription table(String instance, String table) {
    Instance known = engine.instance(instance);
    try {
      return known.describeTable(table == null ? "" : table);
    } catch (ServiceException e) {
      if (e.is(ErrorCode.OBJECT_NOT_EXIST)) {
        throw StreamErrors.tunnelTableNotExist(table);
      }
      throw e;
    }
  }

  /** Refuses what can be refused without looking at other tunnels. */
  void check(String instance, NewTunnel tunnel) {
    TableDescription table = table(instance, tunnel.table());
    int length = tunnel.name().getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > Limits.NAME_LENGTH) {
      throw ServiceErrors.parameterInvalid("Invalid tunnel name: '" + tunnel.name() + "'.");
    }
    if (tunnel.type().hasStream()) {
      int retention =
          table.stream()
              .map(stream -> stream.options().retentionHours())
              .orElse(Limits.STREAM_RETENTION_HOURS);
      checkRange(tunnel.config(), retention);
    }
  }

  /** Makes a tunnel that was checked. */
  TunnelState make(String instance, NewTunnel tunnel) {
    Instance known = engine.instance(instance);
    TableDescription table = table(instance, tunnel.table());
    String streamId = "";
    if (tunnel.type().hasStream()) {
      streamId = table.stream().orElseGet(() -> turnOn(known, tunnel.table())).streamId();
    }
    long now = time.micros();
    // The places in the stream come first: a change made before the rows are read is in both.
    List<Shard> shards = streamId.isEmpty() ? List.of() : known.shards(streamId);
    List<BaseRange> ranges = tunnel.type().hasBase() ? known.baseRanges(tunnel.table()) : List.of();
    List<Channel> channels = ChannelPlan.create(ranges, shards, tunnel.config(), now);
    Set<String> passed = new HashSet<>(shards.stream().map(Shard::id).toList());
    channels.forEach(channel -> passed.remove(channel.spec().shardId()));
    TunnelHead head =
        new TunnelHead(
            engine.ids().get().toString(),
            instance,
            tunnel.table(),
            table.tableId(),
            tunnel.name(),
            tunnel.type(),
            tunnel.config(),
            streamId,
            now,
            passed);
    return TunnelState.create(head, channels);
  }

  private static StreamDetails turnOn(Instance instance, String table) {
    return instance
        .updateTable(table, TableChange.ofStream(StreamOptions.on(Limits.STREAM_RETENTION_HOURS)))
        .stream()
        .orElseThrow(() -> StreamErrors.tunnelTableNotExist(table));
  }

  /** A start lies within what is kept, with some time left to read it; an end lies after it. */
  private void checkRange(StreamConfig config, int retentionHours) {
    long now = time.micros() * 1_000;
    long start = config.startNanos();
    long oldest = now - retentionHours * NANOS_PER_HOUR + START_MARGIN_NANOS;
    if (start != 0 && (start < oldest || start > now)) {
      throw ServiceErrors.parameterInvalid(
          "The start offset "
              + start
              + " of the stream is not in range ["
              + oldest
              + ", "
              + now
              + "] (nanoseconds).");
    }
    if (config.endNanos() != 0 && config.endNanos() <= start) {
      throw ServiceErrors.parameterInvalid(
          "The end offset "
              + config.endNanos()
              + " of the stream is not above the start offset "
              + start
              + " (nanoseconds).");
    }
  }
}
