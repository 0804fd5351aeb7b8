package io.millrace.local.tunnel;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long the clients of a tunnel may be silent, on a clock that nobody sets back. Not kept: after
 * a restart every client has its full time again, so that none is lost for the server's absence.
 */
final class Leases {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private record Lease(long deadlineNanos, boolean heard) {}

  private final Map<String, Lease> leases = new HashMap<>();

  Leases(Collection<Client> clients, long nowNanos) {
    clients.forEach(client -> start(client, nowNanos));
  }

  /** A client connected. It gets no share before its first heartbeat. */
  void start(Client client, long nowNanos) {
    leases.put(client.id(), new Lease(deadline(client, nowNanos), false));
  }

  void renew(Client client, long nowNanos) {
    leases.put(client.id(), new Lease(deadline(client, nowNanos), true));
  }

  void end(Collection<String> clients) {
    leases.keySet().removeAll(clients);
  }

  /** The clients that were silent for too long. */
  List<String> overdue(long nowNanos) {
    return leases.entrySet().stream()
        .filter(lease -> nowNanos - lease.getValue().deadlineNanos() >= 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether a client has sent a heartbeat since this server started. */
  boolean wasHeard(String client) {
    Lease lease = leases.get(client);
    return lease != null && lease.heard();
  }

  private static long deadline(Client client, long nowNanos) {
    return nowNanos + client.timeoutSeconds() * NANOS_PER_SECOND;
  }
}
