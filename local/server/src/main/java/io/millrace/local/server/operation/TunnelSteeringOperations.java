package io.millrace.local.server.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.tunnel.ChannelInfo;
import io.millrace.local.tunnel.ChannelLease;
import io.millrace.local.tunnel.TunnelDescription;
import io.millrace.local.tunnel.TunnelRef;
import io.millrace.local.tunnel.TunnelService;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.wire.Channel;
import io.millrace.protocol.wire.GetRpoRequest;
import io.millrace.protocol.wire.GetRpoResponse;
import io.millrace.protocol.wire.ScheduleRequest;
import io.millrace.protocol.wire.ScheduleResponse;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** tunnel/getrpo, tunnel/getrpobyoffset and tunnel/schedule, which only the Go client calls. */
final class TunnelSteeringOperations {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final TunnelService tunnels;

  TunnelSteeringOperations(TunnelService tunnels) {
    this.tunnels = tunnels;
  }

  /**
   * How far channels are, as JSON: of each channel by its reader's id, empty for none, and of all
   * channels of a type. Times are nanoseconds.
   */
  byte[] points(OperationCall call) throws InvalidProtocolBufferException {
    GetRpoRequest request = GetRpoRequest.parseFrom(call.body());
    require(request.hasTunnelId());
    TunnelDescription tunnel =
        tunnels.describe(call.instanceName(), TunnelRef.ofId(request.getTunnelId()));
    Map<String, Map<String, Map<String, Object>>> channels = new TreeMap<>();
    Map<String, Total> totals = new TreeMap<>();
    for (ChannelInfo channel : tunnel.channels()) {
      channels.put(channel.id(), Map.of(channel.clientId(), fields(channel)));
      totals.computeIfAbsent(channel.type().text(), type -> new Total()).add(channel);
    }
    Map<String, Map<String, Object>> types = new TreeMap<>();
    totals.forEach((type, total) -> types.put(type, total.fields(tunnel)));
    return GetRpoResponse.newBuilder()
        .setRpoInfos(json(channels))
        .setTunnelRpoInfos(json(types))
        .setTunnelId(request.getTunnelId())
        .build()
        .toByteArray();
  }

  byte[] schedule(OperationCall call) throws InvalidProtocolBufferException {
    ScheduleRequest request = ScheduleRequest.parseFrom(call.body());
    require(request.hasTunnelId());
    List<ChannelLease> wanted = new ArrayList<>(request.getChannelsCount());
    for (Channel channel : request.getChannelsList()) {
      require(channel.hasChannelId() && channel.hasStatus());
      wanted.add(
          new ChannelLease(
              channel.getChannelId(),
              channel.getVersion(),
              TunnelClientOperations.decode(channel.getStatus())));
    }
    tunnels.schedule(call.instanceName(), request.getTunnelId(), wanted);
    return ScheduleResponse.getDefaultInstance().toByteArray();
  }

  /** What the channels of one type come to. */
  private static final class Total {
    private long records;
    private long consumedNanos = Long.MAX_VALUE;

    void add(ChannelInfo channel) {
      records += channel.count();
      consumedNanos = Math.min(consumedNanos, channel.consumedNanos());
    }

    Map<String, Object> fields(TunnelDescription tunnel) {
      return TunnelSteeringOperations.fields(
          tunnel.tunnel().stage().text(), records, consumedNanos);
    }
  }

  private static Map<String, Object> fields(ChannelInfo channel) {
    Map<String, Object> fields =
        new TreeMap<>(fields(channel.status().name(), channel.count(), channel.consumedNanos()));
    fields.put("ChannelTyp", channel.type().text());
    return fields;
  }

  private static Map<String, Object> fields(String status, long records, long consumedNanos) {
    return Map.of(
        "Status",
        status,
        "TotalCount",
        records,
        "AccessTime",
        consumedNanos,
        "RpoTime",
        consumedNanos);
  }

  private static ByteString json(Object value) {
    try {
      return ByteString.copyFrom(JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void require(boolean present) {
    if (!present) {
      throw ServiceErrors.unparsableMessage();
    }
  }
}
