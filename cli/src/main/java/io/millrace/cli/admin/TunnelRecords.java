package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.StreamRecord;
import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.ChannelStatus;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelResponse;
import com.alicloud.openservices.tablestore.model.tunnel.internal.CheckpointRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.GetCheckpointRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.GetCheckpointResponse;
import com.alicloud.openservices.tablestore.model.tunnel.internal.ReadRecordsRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.ReadRecordsResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Reads the open channels of a tunnel from their checkpoints, as a client that never connects, so
 * that it takes no channel from a worker.
 */
final class TunnelRecords {
  private static final String CLIENT = "millrace-admin";
  private static final String FINISHED = "finished";
  private static final long SHORTEST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Tablestore tablestore;
  private final TunnelOptions tunnel;
  private final boolean commit;
  private final BiConsumer<String, StreamRecord> consumer;
  private final Map<String, Position> positions = new HashMap<>();
  private long left;

  /**
   * A reader that begins where the tunnel stands.
   *
   * @param commit whether the tunnel is told of the progress
   * @param consumer takes the id of a channel and a record of it
   */
  TunnelRecords(
      Tablestore tablestore,
      TunnelOptions tunnel,
      long limit,
      boolean commit,
      BiConsumer<String, StreamRecord> consumer) {
    this.tablestore = tablestore;
    this.tunnel = tunnel;
    this.left = limit;
    this.commit = commit;
    this.consumer = consumer;
  }

  /** Where a channel is read next, and the number of its last checkpoint. */
  private static final class Position {
    private final String tunnelId;
    private final String channel;
    private String token;
    private long sequence;

    Position(String tunnelId, String channel, GetCheckpointResponse checkpoint) {
      this.tunnelId = tunnelId;
      this.channel = channel;
      this.token = checkpoint.getCheckpoint();
      this.sequence = checkpoint.getSequenceNumber();
    }

    boolean isFinished() {
      return token == null || token.equals(FINISHED);
    }
  }

  /** Reads until the limit or, unless it shall {@code follow}, until no channel has more. */
  void read(boolean follow) throws InterruptedException {
    long pause = SHORTEST_PAUSE_MILLIS;
    while (left > 0) {
      boolean moved = false;
      DescribeTunnelResponse description = Tunnels.describe(tablestore, tunnel);
      for (ChannelInfo channel : description.getChannelInfos()) {
        if (channel.getChannelStatus() == ChannelStatus.OPEN && left > 0) {
          moved |= drain(position(description.getTunnelInfo().getTunnelId(), channel));
        }
      }
      if (moved) {
        pause = SHORTEST_PAUSE_MILLIS;
      } else if (follow) {
        Thread.sleep(pause);
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      } else {
        return;
      }
    }
  }

  private Position position(String tunnelId, ChannelInfo channel) {
    return positions.computeIfAbsent(
        channel.getChannelId(),
        id ->
            new Position(
                tunnelId,
                id,
                tablestore
                    .tunnels()
                    .getCheckpoint(new GetCheckpointRequest(tunnelId, CLIENT, id))));
  }

  /** Whether there was anything to read. */
  private boolean drain(Position position) {
    boolean moved = false;
    while (!position.isFinished() && left > 0) {
      ReadRecordsResponse page =
          tablestore
              .tunnels()
              .readRecords(
                  new ReadRecordsRequest(
                      position.tunnelId, CLIENT, position.channel, position.token));
      int taken = 0;
      for (StreamRecord record : page.getRecords()) {
        if (left > 0) {
          consumer.accept(position.channel, record);
          taken++;
          left--;
        }
      }
      boolean advanced =
          taken == page.getRecords().size() && advance(position, page.getNextToken());
      moved |= taken > 0 || position.isFinished();
      if (!advanced || !mayHaveMore(page)) {
        return moved;
      }
    }
    return moved;
  }

  private boolean advance(Position position, String token) {
    String next = token == null ? FINISHED : token;
    boolean changed = !next.equals(position.token);
    position.token = next;
    if (commit && changed) {
      position.sequence++;
      tablestore
          .tunnels()
          .checkpoint(
              new CheckpointRequest(
                  position.tunnelId, CLIENT, position.channel, next, position.sequence));
    }
    return changed;
  }

  private static boolean mayHaveMore(ReadRecordsResponse page) {
    return page.getMayMoreRecord() == null ? !page.getRecords().isEmpty() : page.getMayMoreRecord();
  }
}
