package io.millrace.local.server.operation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.tunnel.ChannelInfo;
import io.millrace.local.tunnel.NewTunnel;
import io.millrace.local.tunnel.StreamConfig;
import io.millrace.local.tunnel.TunnelDescription;
import io.millrace.local.tunnel.TunnelInfo;
import io.millrace.local.tunnel.TunnelRef;
import io.millrace.local.tunnel.TunnelService;
import io.millrace.local.tunnel.TunnelType;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.wire.CreateTunnelRequest;
import io.millrace.protocol.wire.CreateTunnelResponse;
import io.millrace.protocol.wire.DeleteTunnelRequest;
import io.millrace.protocol.wire.DescribeTunnelRequest;
import io.millrace.protocol.wire.DescribeTunnelResponse;
import io.millrace.protocol.wire.ListTunnelRequest;
import io.millrace.protocol.wire.ListTunnelResponse;
import io.millrace.protocol.wire.StartOffsetFlag;
import io.millrace.protocol.wire.StreamTunnelConfig;
import io.millrace.protocol.wire.Tunnel;

/** tunnel/create, tunnel/delete, tunnel/list, tunnel/describe. */
final class TunnelOperations {
  private final TunnelService tunnels;

  TunnelOperations(TunnelService tunnels) {
    this.tunnels = tunnels;
  }

  byte[] create(OperationCall call) throws InvalidProtocolBufferException {
    Tunnel tunnel = CreateTunnelRequest.parseFrom(call.body()).getTunnel();
    if (!tunnel.hasTableName() || !tunnel.hasTunnelName() || !tunnel.hasTunnelType()) {
      throw ServiceErrors.unparsableMessage();
    }
    NewTunnel newTunnel =
        new NewTunnel(
            tunnel.getTableName(),
            tunnel.getTunnelName(),
            type(tunnel.getTunnelType()),
            config(tunnel.getStreamTunnelConfig()));
    String id = tunnels.create(call.instanceName(), newTunnel);
    return CreateTunnelResponse.newBuilder().setTunnelId(id).build().toByteArray();
  }

  byte[] delete(OperationCall call) throws InvalidProtocolBufferException {
    DeleteTunnelRequest request = DeleteTunnelRequest.parseFrom(call.body());
    tunnels.delete(
        call.instanceName(),
        new TunnelRef(request.getTableName(), request.getTunnelName(), request.getTunnelId()));
    return Replies.EMPTY;
  }

  byte[] list(OperationCall call) throws InvalidProtocolBufferException {
    ListTunnelRequest request = ListTunnelRequest.parseFrom(call.body());
    String table = request.getTableName();
    ListTunnelResponse.Builder response = ListTunnelResponse.newBuilder();
    for (TunnelInfo tunnel : tunnels.list(call.instanceName(), table.isEmpty() ? null : table)) {
      response.addTunnels(encode(tunnel));
    }
    return response.build().toByteArray();
  }

  byte[] describe(OperationCall call) throws InvalidProtocolBufferException {
    DescribeTunnelRequest request = DescribeTunnelRequest.parseFrom(call.body());
    TunnelDescription description =
        tunnels.describe(
            call.instanceName(),
            new TunnelRef(request.getTableName(), request.getTunnelName(), request.getTunnelId()));
    DescribeTunnelResponse.Builder response =
        DescribeTunnelResponse.newBuilder()
            .setTunnel(encode(description.tunnel()))
            .setTunnelRpo(description.consumedNanos());
    for (ChannelInfo channel : description.channels()) {
      response.addChannels(encode(channel));
    }
    return response.build().toByteArray();
  }

  private static TunnelType type(io.millrace.protocol.wire.TunnelType type) {
    return switch (type) {
      case BASE_DATA -> TunnelType.BASE_DATA;
      case STREAM -> TunnelType.STREAM;
      case BASE_AND_STREAM -> TunnelType.BASE_AND_STREAM;
    };
  }

  private static StreamConfig config(StreamTunnelConfig message) {
    boolean earliest = message.getFlag() == StartOffsetFlag.EARLIEST;
    return new StreamConfig(earliest, message.getStartOffset(), message.getEndOffset());
  }

  private static io.millrace.protocol.wire.TunnelInfo encode(TunnelInfo tunnel) {
    return io.millrace.protocol.wire.TunnelInfo.newBuilder()
        .setTunnelId(tunnel.id())
        .setTunnelType(tunnel.type().text())
        .setTableName(tunnel.table())
        .setInstanceName(tunnel.instance())
        .setStreamId(tunnel.streamId())
        .setStage(tunnel.stage().text())
        .setExpired(tunnel.expired())
        .setTunnelName(tunnel.name())
        .setPublic(true)
        .setStreamTunnelConfig(encode(tunnel.config()))
        .setCreateTime(tunnel.createNanos())
        .build();
  }

  private static StreamTunnelConfig encode(StreamConfig config) {
    return StreamTunnelConfig.newBuilder()
        .setFlag(config.earliest() ? StartOffsetFlag.EARLIEST : StartOffsetFlag.LATEST)
        .setStartOffset(config.startNanos())
        .setEndOffset(config.endNanos())
        .build();
  }

  private static io.millrace.protocol.wire.ChannelInfo encode(ChannelInfo channel) {
    return io.millrace.protocol.wire.ChannelInfo.newBuilder()
        .setChannelId(channel.id())
        .setChannelType(channel.type().text())
        .setChannelStatus(channel.status().name())
        .setClientId(channel.clientId())
        .setChannelRpo(channel.consumedNanos())
        .setChannelCount(channel.count())
        .build();
  }
}
