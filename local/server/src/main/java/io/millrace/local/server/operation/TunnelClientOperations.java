package io.millrace.local.server.operation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.tunnel.ChannelLease;
import io.millrace.local.tunnel.ChannelRef;
import io.millrace.local.tunnel.ChannelStatus;
import io.millrace.local.tunnel.Checkpoint;
import io.millrace.local.tunnel.RecordPage;
import io.millrace.local.tunnel.TunnelService;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.wire.Channel;
import io.millrace.protocol.wire.CheckpointRequest;
import io.millrace.protocol.wire.ConnectRequest;
import io.millrace.protocol.wire.ConnectResponse;
import io.millrace.protocol.wire.GetCheckpointRequest;
import io.millrace.protocol.wire.GetCheckpointResponse;
import io.millrace.protocol.wire.HeartbeatRequest;
import io.millrace.protocol.wire.HeartbeatResponse;
import io.millrace.protocol.wire.ReadRecordsRequest;
import io.millrace.protocol.wire.ReadRecordsResponse;
import io.millrace.protocol.wire.ShutdownRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * tunnel/connect, heartbeat, shutdown, getcheckpoint, checkpoint and readrecords: what consumers
 * call.
 */
final class TunnelClientOperations {
  private static final int DEFAULT_TIMEOUT_SECONDS = 300;

  private final TunnelService tunnels;

  TunnelClientOperations(TunnelService tunnels) {
    this.tunnels = tunnels;
  }

  byte[] connect(OperationCall call) throws InvalidProtocolBufferException {
    ConnectRequest request = ConnectRequest.parseFrom(call.body());
    require(request.hasTunnelId());
    int timeout =
        request.getClientConfig().hasTimeout()
            ? (int) Math.min(Integer.MAX_VALUE, request.getClientConfig().getTimeout())
            : DEFAULT_TIMEOUT_SECONDS;
    String clientId =
        tunnels.connect(
            call.instanceName(),
            request.getTunnelId(),
            timeout,
            request.getClientConfig().getClientTag());
    return ConnectResponse.newBuilder().setClientId(clientId).build().toByteArray();
  }

  byte[] heartbeat(OperationCall call) throws InvalidProtocolBufferException {
    HeartbeatRequest request = HeartbeatRequest.parseFrom(call.body());
    require(request.hasTunnelId() && request.hasClientId());
    List<ChannelLease> held = new ArrayList<>(request.getChannelsCount());
    for (Channel channel : request.getChannelsList()) {
      require(channel.hasChannelId() && channel.hasStatus());
      held.add(
          new ChannelLease(
              channel.getChannelId(), channel.getVersion(), decode(channel.getStatus())));
    }
    HeartbeatResponse.Builder response = HeartbeatResponse.newBuilder();
    for (ChannelLease lease :
        tunnels.heartbeat(
            call.instanceName(), request.getTunnelId(), request.getClientId(), held)) {
      response.addChannels(
          Channel.newBuilder()
              .setChannelId(lease.id())
              .setVersion(lease.version())
              .setStatus(encode(lease.status())));
    }
    return response.build().toByteArray();
  }

  byte[] shutdown(OperationCall call) throws InvalidProtocolBufferException {
    ShutdownRequest request = ShutdownRequest.parseFrom(call.body());
    require(request.hasTunnelId() && request.hasClientId());
    tunnels.shutdown(call.instanceName(), request.getTunnelId(), request.getClientId());
    return Replies.EMPTY;
  }

  byte[] getCheckpoint(OperationCall call) throws InvalidProtocolBufferException {
    GetCheckpointRequest request = GetCheckpointRequest.parseFrom(call.body());
    require(request.hasTunnelId() && request.hasClientId() && request.hasChannelId());
    Checkpoint checkpoint =
        tunnels.checkpoint(
            call.instanceName(),
            new ChannelRef(request.getTunnelId(), request.getClientId(), request.getChannelId()));
    return GetCheckpointResponse.newBuilder()
        .setCheckpoint(checkpoint.token())
        .setSequenceNumber(checkpoint.sequenceNumber())
        .build()
        .toByteArray();
  }

  byte[] setCheckpoint(OperationCall call) throws InvalidProtocolBufferException {
    CheckpointRequest request = CheckpointRequest.parseFrom(call.body());
    require(request.hasTunnelId() && request.hasClientId() && request.hasChannelId());
    require(request.hasCheckpoint());
    tunnels.setCheckpoint(
        call.instanceName(),
        new ChannelRef(request.getTunnelId(), request.getClientId(), request.getChannelId()),
        request.getCheckpoint(),
        request.getSequenceNumber());
    return Replies.EMPTY;
  }

  byte[] readRecords(OperationCall call) throws InvalidProtocolBufferException {
    ReadRecordsRequest request = ReadRecordsRequest.parseFrom(call.body());
    require(request.hasTunnelId() && request.hasClientId() && request.hasChannelId());
    require(request.hasToken());
    RecordPage page =
        tunnels.readRecords(
            call.instanceName(),
            new ChannelRef(request.getTunnelId(), request.getClientId(), request.getChannelId()),
            request.getToken());
    ReadRecordsResponse rest =
        ReadRecordsResponse.newBuilder()
            .setNextToken(page.nextToken())
            .setMayMoreRecord(page.mayMore())
            .build();
    return Replies.withRecords(page.chunks(), rest);
  }

  private static void require(boolean present) {
    if (!present) {
      throw ServiceErrors.unparsableMessage();
    }
  }

  static ChannelStatus decode(io.millrace.protocol.wire.ChannelStatus status) {
    return switch (status) {
      case OPEN -> ChannelStatus.OPEN;
      case CLOSING -> ChannelStatus.CLOSING;
      case CLOSE -> ChannelStatus.CLOSE;
      case TERMINATED -> ChannelStatus.TERMINATED;
    };
  }

  private static io.millrace.protocol.wire.ChannelStatus encode(ChannelStatus status) {
    return switch (status) {
      case OPEN -> io.millrace.protocol.wire.ChannelStatus.OPEN;
      case CLOSING -> io.millrace.protocol.wire.ChannelStatus.CLOSING;
      case CLOSE -> io.millrace.protocol.wire.ChannelStatus.CLOSE;
      case TERMINATED -> io.millrace.protocol.wire.ChannelStatus.TERMINATED;
      case WAIT -> throw new IllegalStateException("a waiting channel was handed out");
    };
  }
}
