package io.millrace.spark.client;

import io.millrace.spark.options.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Counts the users of each connection's clients and closes those that nobody uses any more. */
final class ClientRegistry {

  private static final Duration LINGER = Duration.ofSeconds(10);

  private static final class Entry {
    private final ConnectionClients clients;
    private int users;
    private ScheduledFuture<?> closing;

    private Entry(ConnectionClients clients) {
      this.clients = clients;
    }
  }

  private final Map<Connection, Entry> entries = new HashMap<>();
  private final Duration linger;
  private final ScheduledThreadPoolExecutor closer;

  ClientRegistry() {
    this(LINGER);
  }

  ClientRegistry(Duration linger) {
    this.linger = linger;
    closer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "millrace-client-closer");
              thread.setDaemon(true);
              return thread;
            });
    // The thread ends when there is nothing to close, so that an idle JVM keeps nothing of ours.
    closer.setKeepAliveTime(1, TimeUnit.SECONDS);
    closer.allowCoreThreadTimeOut(true);
    closer.setRemoveOnCancelPolicy(true);
  }

  synchronized SharedClients open(Connection connection) {
    Entry entry = entries.computeIfAbsent(connection, key -> new Entry(new ConnectionClients(key)));
    entry.users++;
    if (entry.closing != null) {
      entry.closing.cancel(false);
      entry.closing = null;
    }
    return new SharedClients(connection, entry.clients, this);
  }

  synchronized void release(Connection connection) {
    Entry entry = entries.get(connection);
    entry.users--;
    if (entry.users == 0) {
      entry.closing =
          closer.schedule(
              () -> closeUnused(connection, entry), linger.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** How many connections have clients, used or lingering. */
  synchronized int size() {
    return entries.size();
  }

  private void closeUnused(Connection connection, Entry entry) {
    synchronized (this) {
      if (entry.users > 0 || entries.get(connection) != entry) {
        return;
      }
      entries.remove(connection);
    }
    entry.clients.close();
  }
}
