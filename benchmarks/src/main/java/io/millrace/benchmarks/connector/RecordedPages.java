package io.millrace.benchmarks.connector;

import io.millrace.benchmarks.server.Connection;
import io.millrace.benchmarks.server.SignedCall;
import io.millrace.protocol.wire.ChannelInfo;
import io.millrace.protocol.wire.CreateTunnelRequest;
import io.millrace.protocol.wire.CreateTunnelResponse;
import io.millrace.protocol.wire.DescribeTunnelRequest;
import io.millrace.protocol.wire.DescribeTunnelResponse;
import io.millrace.protocol.wire.GetCheckpointRequest;
import io.millrace.protocol.wire.GetCheckpointResponse;
import io.millrace.protocol.wire.ReadRecordsRequest;
import io.millrace.protocol.wire.ReadRecordsResponse;
import io.millrace.protocol.wire.StartOffsetFlag;
import io.millrace.protocol.wire.StreamTunnelConfig;
import io.millrace.protocol.wire.Tunnel;
import io.millrace.protocol.wire.TunnelType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a server answers to ReadRecords, kept in files: the body of each answer as it came. */
final class RecordedPages {

  private static final String NAME = "recorded";

  private RecordedPages() {}

  /**
   * Reads a table's changes and keeps the pages.
   *
   * @param pages how many to keep at most
   */
  static void record(int port, String table, int pages, Path directory) throws IOException {
    Files.createDirectories(directory);
    try (Connection connection = new Connection(port)) {
      CreateTunnelRequest create =
          CreateTunnelRequest.newBuilder()
              .setTunnel(
                  Tunnel.newBuilder()
                      .setTableName(table)
                      .setTunnelName(NAME)
                      .setTunnelType(TunnelType.STREAM)
                      .setStreamTunnelConfig(
                          StreamTunnelConfig.newBuilder().setFlag(StartOffsetFlag.EARLIEST)))
              .build();
      String tunnel =
          CreateTunnelResponse.parseFrom(
                  SignedCall.post(connection, "tunnel/create", create.toByteArray()))
              .getTunnelId();
      DescribeTunnelRequest describe =
          DescribeTunnelRequest.newBuilder().setTableName(table).setTunnelName(NAME).build();
      int kept = 0;
      for (ChannelInfo channel :
          DescribeTunnelResponse.parseFrom(
                  SignedCall.post(connection, "tunnel/describe", describe.toByteArray()))
              .getChannelsList()) {
        kept = record(connection, tunnel, channel.getChannelId(), kept, pages, directory);
      }
    }
  }

  private static int record(
      Connection connection, String tunnel, String channel, int before, int most, Path directory)
      throws IOException {
    GetCheckpointRequest checkpoint =
        GetCheckpointRequest.newBuilder()
            .setTunnelId(tunnel)
            .setClientId(NAME)
            .setChannelId(channel)
            .build();
    String token =
        GetCheckpointResponse.parseFrom(
                SignedCall.post(connection, "tunnel/getcheckpoint", checkpoint.toByteArray()))
            .getCheckpoint();
    int kept = before;
    while (kept < most) {
      ReadRecordsRequest read =
          ReadRecordsRequest.newBuilder()
              .setTunnelId(tunnel)
              .setClientId(NAME)
              .setChannelId(channel)
              .setToken(token)
              .build();
      byte[] page = SignedCall.post(connection, "tunnel/readrecords", read.toByteArray());
      ReadRecordsResponse answer = ReadRecordsResponse.parseFrom(page);
      if (answer.getRecordsCount() == 0) {
        break;
      }
      Files.write(directory.resolve("page-" + kept++), page);
      token = answer.getNextToken();
    }
    return kept;
  }
}
