package io.millrace.spark.stream;

import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.ChannelStatus;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelResponse;
import com.alicloud.openservices.tablestore.model.tunnel.ListTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.internal.CheckpointRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.GetCheckpointRequest;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.error.InvalidTunnelException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;

/**
 * The driver's calls about one tunnel, repeated until they succeed or the retry time is over. The
 * tunnel is never connected to: like the clients of the service that only read, this one leaves
 * leases alone.
 */
final class TunnelAdmin {

  /**
   * The channels of the tunnel at one moment.
   *
   * @param ready those that may be read now or were read to their end
   * @param finished those of {@code ready} that the service knows to be read to their end
   * @param delivered those of {@code finished} that have delivered records
   * @param waiting how many wait for others to be read first
   */
  record Channels(List<String> ready, List<String> finished, List<String> delivered, int waiting) {}

  /**
   * Where a query without a checkpoint begins.
   *
   * @param positions the positions in all channels that can be read
   * @param ended the channels that are over
   */
  record Beginning(Map<String, String> positions, Set<String> ended) {}

  /** Sent by clients that hold no lease. */
  private static final long NO_SEQUENCE = 0;

  private final SharedClients clients;
  private final SourceIdentity source;
  private final String clientId;
  private final RetryLoop retries;
  private String tunnelName;

  TunnelAdmin(SharedClients clients, SourceIdentity source, String clientId, Duration retryTime) {
    this.clients = clients;
    this.source = source;
    this.clientId = clientId;
    retries = RetryLoop.lasting(retryTime);
  }

  /** The tunnel with its channels, as the service tells of them. */
  DescribeTunnelResponse described() {
    return call(
        "describing " + source,
        () -> clients.tunnel().describeTunnel(new DescribeTunnelRequest(source.table(), name())));
  }

  Channels channels() {
    DescribeTunnelResponse described = described();
    if (described.getTunnelInfo().isExpired()) {
      throw TunnelFailures.expired(source);
    }
    List<ChannelInfo> all = described.getChannelInfos();
    return new Channels(
        all.stream()
            .filter(channel -> channel.getChannelStatus() != ChannelStatus.WAIT)
            .map(ChannelInfo::getChannelId)
            .toList(),
        all.stream()
            .filter(channel -> channel.getChannelStatus() == ChannelStatus.TERMINATED)
            .map(ChannelInfo::getChannelId)
            .toList(),
        all.stream()
            .filter(channel -> channel.getChannelStatus() == ChannelStatus.TERMINATED)
            .filter(channel -> channel.getChannelCount() > 0)
            .map(ChannelInfo::getChannelId)
            .toList(),
        (int)
            all.stream()
                .filter(channel -> channel.getChannelStatus() == ChannelStatus.WAIT)
                .count());
  }

  /**
   * Where a query without a checkpoint begins now.
   *
   * @param start where it begins in a channel
   */
  Beginning beginning(UnaryOperator<String> start) {
    Channels channels = channels();
    Map<String, String> positions = new TreeMap<>();
    for (String channel : channels.ready()) {
      if (!channels.finished().contains(channel)) {
        positions.put(channel, start.apply(channel));
      }
    }
    return new Beginning(positions, Set.copyOf(channels.finished()));
  }

  /** The tunnel's own position in a channel. */
  String position(String channel) {
    return call(
            "reading the position of channel " + channel + " of " + source,
            () ->
                clients
                    .tunnel()
                    .getCheckpoint(new GetCheckpointRequest(source.tunnel(), clientId, channel)))
        .getCheckpoint();
  }

  /** What a channel gives at a token. */
  RecordPage read(String channel, String token) {
    byte[] request = PageReader.request(source.tunnel(), clientId, channel, token);
    return call(
        "reading channel " + channel + " of " + source,
        () -> RecordPage.parse(clients.wire().call(PageReader.OPERATION, request).body()));
  }

  /** Sets the tunnel's own position in a channel, in one attempt. */
  void setPositionOnce(String channel, String token) {
    clients
        .tunnel()
        .checkpoint(new CheckpointRequest(source.tunnel(), clientId, channel, token, NO_SEQUENCE));
  }

  /** Tells the service that a channel was read to its end, so that what waits for it opens. */
  void finish(String channel) {
    call(
        "finishing channel " + channel + " of " + source,
        () -> {
          setPositionOnce(channel, ChannelPosition.FINISHED);
          return channel;
        });
  }

  /** The refusal to go on in a tunnel that others read. */
  InvalidTunnelException endedByOthers(String channel) {
    return TunnelFailures.endedByOthers(source, channel);
  }

  /** DescribeTunnel of the official client wants the name and not the ID. */
  private String name() {
    if (tunnelName == null) {
      tunnelName =
          clients
              .tunnel()
              .listTunnel(new ListTunnelRequest(source.table()))
              .getTunnelInfos()
              .stream()
              .filter(tunnel -> tunnel.getTunnelId().equals(source.tunnel()))
              .map(TunnelInfo::getTunnelName)
              .findFirst()
              .orElseThrow(() -> TunnelFailures.unknown(source));
    }
    return tunnelName;
  }

  private <T> T call(String what, Callable<T> attempt) {
    try {
      return retries.call(what, attempt);
    } catch (RuntimeException e) {
      throw TunnelFailures.describe(e, source);
    }
  }
}
