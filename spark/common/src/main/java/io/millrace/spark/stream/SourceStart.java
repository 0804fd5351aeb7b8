package io.millrace.spark.stream;

import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelResponse;
import com.alicloud.openservices.tablestore.model.tunnel.StartOffsetFlag;
import com.alicloud.openservices.tablestore.model.tunnel.StreamTunnelConfig;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.spark.client.PlanningCalls;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.error.InvalidTunnelException;
import io.millrace.spark.error.UnknownObjectException;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.StartPosition;
import io.millrace.spark.options.StreamSettings;
import io.millrace.spark.options.TunnelChoice;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the tunnel of a stream, or makes it, and says where in it a query begins. */
final class SourceStart {

  private static final Logger LOG = LoggerFactory.getLogger(SourceStart.class);

  private final SharedClients clients;
  private final TunnelChoice choice;
  private final RetryLoop retries;
  private final SourceIdentity source;
  private final boolean made;
  private final boolean moves;
  private final TunnelAdmin tunnel;

  private SourceStart(
      SharedClients clients,
      String table,
      StreamSettings settings,
      String instance,
      String tunnelId,
      boolean made,
      boolean moves) {
    this.moves = moves;
    this.clients = clients;
    this.made = made;
    choice = settings.tunnel();
    retries = RetryLoop.lasting(settings.retryTime());
    source = new SourceIdentity(instance, table, tunnelId);
    tunnel = new TunnelAdmin(clients, source, settings.clientId(), settings.retryTime());
  }

  /**
   * Finds the tunnel, or makes it when it is not there and the options ask for that.
   *
   * @param moves whether the query is more than a look, which takes what the tunnel has and makes
   *     none
   */
  static SourceStart find(
      Connection connection,
      SharedClients clients,
      String table,
      StreamSettings settings,
      boolean moves) {
    TunnelChoice choice = settings.tunnel();
    if (choice.id() != null) {
      return new SourceStart(
          clients, table, settings, connection.instance(), choice.id(), false, moves);
    }
    try (PlanningCalls calls = new PlanningCalls(connection, settings.retryTime())) {
      Optional<TunnelInfo> found = calls.findTunnel(table, choice);
      if (found.isEmpty() && !moves) {
        throw new UnknownObjectException(
                "Table "
                    + table
                    + " has no tunnel with the name "
                    + choice.name()
                    + " yet, and a look makes none: a stream that reads the scan makes it, or CREATE"
                    + " TUNNEL does.")
            .unchecked();
      }
      TunnelInfo tunnel = found.orElseGet(() -> calls.createTunnel(table, request(table, choice)));
      return new SourceStart(
          clients,
          table,
          settings,
          connection.instance(),
          tunnel.getTunnelId(),
          found.isEmpty(),
          moves);
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

  /** Which tunnel it is. */
  SourceIdentity source() {
    return source;
  }

  /** The calls about it. */
  TunnelAdmin tunnel() {
    return tunnel;
  }

  /**
   * The time of the first record that the query reads, in microseconds; 0 when all that the tunnel
   * gives from its own position on are meant.
   *
   * @param reader the query's source, which knows where it begins
   */
  long since(TunnelReader reader) {
    StartPosition start = choice.start();
    return switch (start.kind()) {
      case TUNNEL -> 0;
      case EARLIEST -> {
        if (!made && moves) {
          mustBeAtItsBeginning(reader);
        }
        reader.madeSureOfOldest();
        yield 0;
      }
      case LATEST -> made ? 0 : ChannelBook.serviceTime(clients.wire(), retries, source) + 1;
      case TIMESTAMP -> {
        if (!made && moves) {
          tellOfAGap(Instant.ofEpochMilli(start.millis()));
        }
        yield made ? 0 : TimeUnit.MILLISECONDS.toMicros(start.millis());
      }
    };
  }

  /** A tunnel gives nothing from before its own position, whoever has moved that. */
  private void tellOfAGap(Instant since) {
    tunnel.described().getChannelInfos().stream()
        .map(ChannelInfo::getChannelConsumePoint)
        .filter(point -> point != null && point.toInstant().isAfter(since))
        .map(Date::toInstant)
        .max(Comparator.naturalOrder())
        .ifPresent(
            read ->
                LOG.warn(
                    "{} was read up to {} before, so that changes since {}, the start.position, may"
                        + " be missing: give a new tunnel.name with tunnel.create to read them all.",
                    source,
                    read,
                    since));
  }

  private void mustBeAtItsBeginning(TunnelReader reader) {
    DescribeTunnelResponse described = tunnel.described();
    List<ChannelInfo> channels = described.getChannelInfos();
    StreamTunnelConfig config = described.getTunnelInfo().getStreamTunnelConfig();
    boolean fromEarliest = config != null && config.getFlag() == StartOffsetFlag.EARLIEST;
    if (!fromEarliest || !areAtTheirBeginning(channels, reader)) {
      throw new InvalidTunnelException(
              "The "
                  + source
                  + " cannot go back to the oldest change: leave start.position out to read from its own"
                  + " position, or give a new tunnel.name with tunnel.create.")
          .unchecked();
    }
  }

  private boolean areAtTheirBeginning(List<ChannelInfo> channels, TunnelReader reader) {
    TunnelBeginning beginning = new TunnelBeginning(tunnel);
    return channels.stream()
        .filter(channel -> !reader.startsAtOldest(channel.getChannelId()))
        .allMatch(beginning::isStillIn);
  }
}
