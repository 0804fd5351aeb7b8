package io.millrace.cli.demo;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import io.millrace.local.server.LocalTablestore;
import io.millrace.local.server.PortInUseException;
import java.util.Map;

/** The demo's own Tablestore, durable in its directory, with clients of it. */
final class DemoServer implements AutoCloseable {
  private static final String INSTANCE = "millrace";
  private static final String KEY = "local";

  private final LocalTablestore server;
  private final SyncClient client;

  private DemoServer(LocalTablestore server) {
    this.server = server;
    this.client = new SyncClient(server.endpoint(), KEY, KEY, INSTANCE);
  }

  /**
   * Starts a server on the data in {@code directory}.
   *
   * @param usual the port of the last demo there, taken again if it is free and no other is asked
   *     for; 0 if there was none
   */
  static DemoServer start(DemoSettings settings, RunDirectory directory, int usual) {
    if (settings.port() == 0 && usual != 0) {
      try {
        return new DemoServer(listen(settings, directory, usual));
      } catch (PortInUseException e) {
        // The script is written anew with the new port, so any will do.
      }
    }
    return new DemoServer(listen(settings, directory, settings.port()));
  }

  private static LocalTablestore listen(DemoSettings settings, RunDirectory directory, int port) {
    return LocalTablestore.builder()
        .port(port)
        .instance(INSTANCE)
        .accessKey(KEY, KEY)
        .partitions(settings.partitions())
        .dataDirectory(directory.serverData())
        .start();
  }

  SyncClient client() {
    return client;
  }

  String endpoint() {
    return server.endpoint();
  }

  int port() {
    return server.port();
  }

  /** Makes the tables and the tunnel where they are missing and returns the tunnel's id. */
  String prepareTables() {
    TunnelClient tunnels = new TunnelClient(server.endpoint(), KEY, KEY, INSTANCE);
    try {
      return new DemoTables(client, tunnels).prepare();
    } finally {
      tunnels.shutdown();
    }
  }

  /** The values of the script's places that are about this server. */
  Map<String, String> places() {
    return Map.of("endpoint", endpoint(), "instance", INSTANCE, "key", KEY, "secret", KEY);
  }

  @Override
  public void close() {
    client.shutdown();
    server.close();
  }
}
