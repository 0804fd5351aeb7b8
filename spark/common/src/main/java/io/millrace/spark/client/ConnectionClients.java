package io.millrace.spark.client;

import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.core.utils.LogUtil;
import com.alicloud.openservices.tablestore.model.NoRetryStrategy;
import io.millrace.spark.options.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.helpers.NOPLogger;

/** The clients of one connection, each made when it is first asked for. */
final class ConnectionClients implements AutoCloseable {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int SOCKET_MILLIS = 30_000;

  static {
    // Every failure reaches the caller, who repeats the call or tells the user in one sentence. The
    // SDK would write each of them to the log as well, in front of that sentence.
    LogUtil.LOG = NOPLogger.NOP_LOGGER;
  }

  private record BudgetOf(String table, WriteBudget.Bounds bounds) {}

  private final Connection connection;
  private final Map<BudgetOf, WriteBudget> writeBudgets = new ConcurrentHashMap<>();
  private SyncClient sync;
  private TunnelClient tunnel;
  private WireClient wire;

  ConnectionClients(Connection connection) {
    this.connection = connection;
  }

  synchronized SyncClient sync() {
    if (sync == null) {
      sync =
          new SyncClient(
              connection.endpoint(),
              new SigningCredentials(connection.credentials()),
              connection.instance(),
              configuration(),
              null);
    }
    return sync;
  }

  synchronized TunnelClient tunnel() {
    if (tunnel == null) {
      tunnel =
          new TunnelClient(
              connection.endpoint(),
              new SigningCredentials(connection.credentials()),
              connection.instance(),
              configuration(),
              null);
    }
    return tunnel;
  }

  synchronized WireClient wire() {
    if (wire == null) {
      wire = new WireClient(connection);
    }
    return wire;
  }

  /** What may be under way to one table, the same for all who ask with the same bounds. */
  WriteBudget writeBudget(String table, WriteBudget.Bounds bounds) {
    return writeBudgets.computeIfAbsent(
        new BudgetOf(table, bounds), key -> new WriteBudget(key.bounds()));
  }

  /** Repeating is left to {@link RetryLoop}, so that one rule holds for all clients. */
  private static ClientConfiguration configuration() {
    ClientConfiguration configuration = new ClientConfiguration();
    configuration.setRetryStrategy(new NoRetryStrategy());
    configuration.setConnectionTimeoutInMillisecond(CONNECT_MILLIS);
    configuration.setSocketTimeoutInMillisecond(SOCKET_MILLIS);
    configuration.setIoThreadCount(Math.min(4, Runtime.getRuntime().availableProcessors()));
    return configuration;
  }

  @Override
  public synchronized void close() {
    if (sync != null) {
      sync.shutdown();
    }
    if (tunnel != null) {
      tunnel.shutdown();
    }
    if (wire != null) {
      wire.close();
    }
  }
}
