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

  private final Map<String, Long> deadlines = new HashMap<>();

  Leases(Collection<Client> clients, long nowNanos) {
    clients.forEach(client -> renew(client, nowNanos));
  }

  void renew(Client client, long nowNanos) {
    deadlines.put(client.id(), nowNanos + client.timeoutSeconds() * NANOS_PER_SECOND);
  }

  void end(Collection<String> clients) {
    deadlines.keySet().removeAll(clients);
  }

  /** The clients that were silent for too long. */
  List<String> overdue(long nowNanos) {
    return deadlines.entrySet().stream()
        .filter(deadline -> nowNanos - deadline.getValue() >= 0)
        .map(Map.Entry::getKey)
        .toList();
  }
}
