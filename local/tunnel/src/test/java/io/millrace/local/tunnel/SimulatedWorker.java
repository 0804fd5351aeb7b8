package io.millrace.local.tunnel;

import static io.millrace.local.tunnel.Fixture.INSTANCE;

import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.error.ServiceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A worker as the official one behaves: it merges what a heartbeat answers by version, drops what
 * is not in the answer, closes one heartbeat after it was asked to, and reports how that went.
 */
final class SimulatedWorker {

  /** A channel this worker reads. */
  private static final class Connection {
    String token;
    long sequence;
    boolean finished;
    final List<Fixture.Record> pending = new ArrayList<>();
  }

  private final Fixture fixture;
  private final String tunnel;
  private final String id;
  private final Map<String, ChannelLease> channels = new LinkedHashMap<>();
  private final Map<String, Connection> connections = new HashMap<>();
  private boolean silent;

  SimulatedWorker(Fixture fixture, String tunnel, int timeoutSeconds) {
    this.fixture = fixture;
    this.tunnel = tunnel;
    this.id = fixture.service().connect(INSTANCE, tunnel, timeoutSeconds, "worker");
  }

  String id() {
    return id;
  }

  boolean isSilent() {
    return silent;
  }

  /** From now on it sends no heartbeats, but goes on reading. */
  void silence() {
    silent = true;
  }

  boolean holds(String channel) {
    return connections.containsKey(channel);
  }

  /** How many channels it holds. */
  int size() {
    return channels.size();
  }

  void heartbeat(boolean answerLost) {
    List<ChannelLease> answer =
        fixture.service().heartbeat(INSTANCE, tunnel, id, new ArrayList<>(channels.values()));
    if (!answerLost) {
      take(answer);
    }
  }

  private void take(List<ChannelLease> answer) {
    Map<String, ChannelLease> merged = new LinkedHashMap<>();
    for (ChannelLease lease : answer) {
      ChannelLease known = channels.get(lease.id());
      merged.put(lease.id(), known == null || lease.version() >= known.version() ? lease : known);
    }
    connections.keySet().retainAll(merged.keySet());
    channels.clear();
    channels.putAll(merged);
    for (ChannelLease lease : merged.values()) {
      boolean known = connections.containsKey(lease.id());
      if (lease.status() == ChannelStatus.OPEN && !known) {
        connect(lease.id());
      } else if (lease.status() == ChannelStatus.OPEN && connections.get(lease.id()).finished) {
        report(lease, ChannelStatus.TERMINATED);
      } else if (lease.status() == ChannelStatus.CLOSING) {
        report(lease, ChannelStatus.CLOSE);
      }
    }
  }

  private void report(ChannelLease lease, ChannelStatus status) {
    connections.remove(lease.id());
    channels.put(lease.id(), new ChannelLease(lease.id(), lease.version() + 1, status));
  }

  private void connect(String channel) {
    Checkpoint checkpoint =
        fixture.service().checkpoint(INSTANCE, new ChannelRef(tunnel, id, channel));
    Connection connection = new Connection();
    connection.token = checkpoint.token();
    connection.sequence = checkpoint.sequenceNumber() + 1;
    connections.put(channel, connection);
  }

  /**
   * Reads a page of every channel it holds. What the server refuses, it drops.
   *
   * @param delivered gets the channels and records that an accepted checkpoint vouches for
   */
  void work(boolean checkpoint, BiConsumer<String, Fixture.Record> delivered) {
    for (String channel : List.copyOf(connections.keySet())) {
      Connection connection = connections.get(channel);
      ChannelRef ref = new ChannelRef(tunnel, id, channel);
      try {
        RecordPage page = fixture.service().readRecords(INSTANCE, ref, connection.token);
        connection.pending.addAll(Fixture.records(page));
        connection.token = page.nextToken();
        connection.finished = page.nextToken().equals("finished");
        if (checkpoint || connection.finished) {
          fixture.service().setCheckpoint(INSTANCE, ref, connection.token, connection.sequence++);
          connection.pending.forEach(record -> delivered.accept(channel, record));
          connection.pending.clear();
        }
      } catch (ServiceException e) {
        if (!e.is(ErrorCode.RESOURCE_GONE)) {
          throw e;
        }
        connections.remove(channel);
      }
    }
  }

  /** Whether the server would let it read and checkpoint the channel now. */
  boolean mayRead(String channel) {
    try {
      fixture.service().checkpoint(INSTANCE, new ChannelRef(tunnel, id, channel));
      return true;
    } catch (ServiceException e) {
      return false;
    }
  }

  void shutdown() {
    try {
      fixture.service().shutdown(INSTANCE, tunnel, id);
    } catch (ServiceException e) {
      if (!e.is(ErrorCode.RESOURCE_GONE)) {
        throw e;
      }
    }
  }
}
