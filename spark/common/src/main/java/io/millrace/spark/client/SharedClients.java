package io.millrace.spark.client;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import io.millrace.spark.options.Connection;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The clients of a connection, held by one of their users. All users of equal connections in a JVM
 * hold the same clients; they are closed a short while after the last user has closed this, so that
 * the short tasks of a stream do not make new ones for every batch.
 */
public final class SharedClients implements AutoCloseable {

  private static final ClientRegistry REGISTRY = new ClientRegistry();

  private final Connection connection;
  private final ConnectionClients clients;
  private final ClientRegistry registry;
  private final AtomicBoolean closed = new AtomicBoolean();

  SharedClients(Connection connection, ConnectionClients clients, ClientRegistry registry) {
    this.connection = connection;
    this.clients = clients;
    this.registry = registry;
  }

  /** Becomes a user of the connection's clients. */
  public static SharedClients open(Connection connection) {
    return REGISTRY.open(connection);
  }

  /** The official client for tables and rows. */
  public SyncClient sync() {
    return clients.sync();
  }

  /** The official client for tunnels. */
  public TunnelClient tunnel() {
    return clients.tunnel();
  }

  /** Our own client for the calls that carry rows. */
  public WireClient wire() {
    return clients.wire();
  }

  /** What may be under way to a table, shared by all writers of this JVM with these bounds. */
  public WriteBudget writeBudget(String table, WriteBudget.Bounds bounds) {
    return clients.writeBudget(table, bounds);
  }

  /** Ends this use; closing again does nothing. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      registry.release(connection);
    }
  }
}
