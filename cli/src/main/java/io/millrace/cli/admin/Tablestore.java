package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import io.millrace.cli.rows.RowSchema;

/** The SDK's clients for one command, each made when it is first asked for. For one thread. */
final class Tablestore implements AutoCloseable {
  private final Connection connection;
  private SyncClient client;
  private TunnelClient tunnels;

  Tablestore(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  SyncClient client() {
    if (client == null) {
      client = connection.client();
    }
    return client;
  }

  TunnelClient tunnels() {
    if (tunnels == null) {
      tunnels = connection.tunnelClient();
    }
    return tunnels;
  }

  DescribeTableResponse describe(String table) {
    return client().describeTable(new DescribeTableRequest(table));
  }

  RowSchema schema(String table) {
    return RowSchema.of(describe(table).getTableMeta());
  }

  @Override
  public void close() {
    if (client != null) {
      client.shutdown();
    }
    if (tunnels != null) {
      tunnels.shutdown();
    }
  }
}
