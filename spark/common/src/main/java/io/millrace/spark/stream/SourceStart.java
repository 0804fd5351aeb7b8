package io.millrace.spark.stream;

import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.ListTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.StartOffsetFlag;
import com.alicloud.openservices.tablestore.model.tunnel.StreamTunnelConfig;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.spark.client.PlanningCalls;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.error.InvalidTunnelException;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.StartPosition;
import io.millrace.spark.options.StreamSettings;
import io.millrace.spark.options.TunnelChoice;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds the tunnel of a stream, or makes it, and says where in it a query begins. */
final class SourceStart {

  private final SharedClients clients;
  private final String table;
  private final TunnelChoice choice;
  private final RetryLoop retries;
  private final SourceIdentity source;
  private final boolean made;

  private SourceStart(
      SharedClients clients,
      String table,
      StreamSettings settings,
      String instance,
      TunnelInfo tunnel,
      boolean made) {
    this.clients = clients;
    this.table = table;
    this.made = made;
    choice = settings.tunnel();
    retries = RetryLoop.lasting(settings.retryTime());
    source = new SourceIdentity(instance, table, tunnel.getTunnelId());
  }

  /** Finds the tunnel, or makes it when it is not there and the options ask for that. */
  static SourceStart find(
      Connection connection, SharedClients clients, String table, StreamSettings settings) {
    TunnelChoice choice = settings.tunnel();
    if (choice.id() != null) {
      TunnelInfo known = new TunnelInfo();
      known.setTunnelId(choice.id());
      return new SourceStart(clients, table, settings, connection.instance(), known, false);
    }
    try (PlanningCalls calls = new PlanningCalls(connection, settings.retryTime())) {
      Optional<TunnelInfo> found = calls.findTunnel(table, choice);
      TunnelInfo tunnel = found.orElseGet(() -> calls.createTunnel(table, request(table, choice)));
      return new SourceStart(
          clients, table, settings, connection.instance(), tunnel, found.isEmpty());
    }
  }

  private static CreateTunnelRequest request(String table, TunnelChoice choice) {
    TunnelType type =
        switch (choice.kind()) {
          case STREAM -> TunnelType.Stream;
          case BASEANDSTREAM -> TunnelType.BaseAndStream;
          case BASEDATA -> TunnelType.BaseData;
        };
    CreateTunnelRequest request = new CreateTunnelRequest(table, choice.name(), type);
    switch (choice.start().kind()) {
      case EARLIEST ->
          request.setStreamTunnelConfig(new StreamTunnelConfig(StartOffsetFlag.EARLIEST));
      case TIMESTAMP -> {
        StreamTunnelConfig from = new StreamTunnelConfig(StartOffsetFlag.LATEST);
        from.setStartOffset(choice.start().millis());
        request.setStreamTunnelConfig(from);
      }
      default -> {
        // A new tunnel begins at what comes after it.
      }
    }
    return request;
  }

  /** The tunnel. */
  SourceIdentity source() {
    return source;
  }

  /**
   * The time of the first record that the query reads, in microseconds; 0 when all that the tunnel
   * gives from its own position on are meant.
   */
  long since() {
    StartPosition start = choice.start();
    return switch (start.kind()) {
      case TUNNEL -> 0;
      case EARLIEST -> {
        if (!made) {
          mustBeAtItsBeginning();
        }
        yield 0;
      }
      case LATEST -> made ? 0 : ChannelBook.serviceTime(clients.wire(), retries, source) + 1;
      case TIMESTAMP -> made ? 0 : TimeUnit.MILLISECONDS.toMicros(start.millis());
    };
  }

  private void mustBeAtItsBeginning() {
    TunnelInfo tunnel =
        retries
            .call(
                "listing tunnels of " + table,
                () -> clients.tunnel().listTunnel(new ListTunnelRequest(table)))
            .getTunnelInfos()
            .stream()
            .filter(info -> info.getTunnelId().equals(source.tunnel()))
            .findFirst()
            .orElseThrow(() -> TunnelFailures.unknown(source));
    var described =
        retries.call(
            "describing " + source,
            () ->
                clients
                    .tunnel()
                    .describeTunnel(new DescribeTunnelRequest(table, tunnel.getTunnelName())));
    List<ChannelInfo> channels = described.getChannelInfos();
    StreamTunnelConfig config = described.getTunnelInfo().getStreamTunnelConfig();
    boolean fromEarliest = config != null && config.getFlag() == StartOffsetFlag.EARLIEST;
    boolean untouched =
        channels.stream()
            .allMatch(
                channel ->
                    channel.getChannelConsumePoint() == null
                        || channel.getChannelConsumePoint().getTime() <= 0);
    if (!fromEarliest || !untouched) {
      throw new InvalidTunnelException(
              source
                  + " cannot go back to the oldest change: leave start.position out to read from its own"
                  + " position, or give a new tunnel.name with tunnel.create.")
          .unchecked();
    }
  }
}
