package io.millrace.local.junit;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import io.millrace.local.server.LocalTablestore;
import io.millrace.local.server.LocalTablestoreBuilder;

/** The instance of one test, and its clients, which are made when they are first asked for. */
final class TestInstance implements AutoCloseable {
  private final LocalTablestore server;
  private final LocalInstance instance;
  private SyncClient syncClient;
  private AsyncClient asyncClient;
  private TunnelClient tunnelClient;

  TestInstance(LocalTablestore server, String name) {
    this.server = server;
    this.instance =
        new LocalInstance(
            server.endpoint(),
            name,
            LocalTablestoreBuilder.DEFAULT_ACCESS_KEY,
            LocalTablestoreBuilder.DEFAULT_ACCESS_KEY);
  }

  LocalTablestore server() {
    return server;
  }

  LocalInstance instance() {
    return instance;
  }

  synchronized SyncClient syncClient() {
    if (syncClient == null) {
      syncClient =
          new SyncClient(
              instance.endpoint(),
              instance.accessKeyId(),
              instance.accessKeySecret(),
              instance.name());
    }
    return syncClient;
  }

  synchronized AsyncClient asyncClient() {
    if (asyncClient == null) {
      asyncClient =
          new AsyncClient(
              instance.endpoint(),
              instance.accessKeyId(),
              instance.accessKeySecret(),
              instance.name());
    }
    return asyncClient;
  }

  synchronized TunnelClient tunnelClient() {
    if (tunnelClient == null) {
      tunnelClient =
          new TunnelClient(
              instance.endpoint(),
              instance.accessKeyId(),
              instance.accessKeySecret(),
              instance.name());
    }
    return tunnelClient;
  }

  @Override
  public synchronized void close() {
    if (syncClient != null) {
      syncClient.shutdown();
    }
    if (asyncClient != null) {
      asyncClient.shutdown();
    }
    if (tunnelClient != null) {
      tunnelClient.shutdown();
    }
    server.dropInstance(instance.name());
  }
}
