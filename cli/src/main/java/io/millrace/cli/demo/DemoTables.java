package io.millrace.cli.demo;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.StreamSpecification;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.ListTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import java.util.Arrays;

/** The two tables and the tunnel of the documented example, made where they are missing. */
final class DemoTables {
  static final String SOURCE = "OrderSource";
  static final String SINK = "OrderStreamSink";
  static final String TUNNEL = "demo";

  private static final int FOREVER = -1;
  private static final int RETENTION_HOURS = 168;

  private final SyncClient tables;
  private final TunnelClient tunnels;

  DemoTables(SyncClient tables, TunnelClient tunnels) {
    this.tables = tables;
    this.tunnels = tunnels;
  }

  /** Makes what is missing and returns the id of the tunnel. */
  String prepare() {
    create(SOURCE, new StreamSpecification(true, RETENTION_HOURS), "UserId", "OrderId");
    create(SINK, new StreamSpecification(false), "begin", "end");
    for (TunnelInfo tunnel : tunnels.listTunnel(new ListTunnelRequest(SOURCE)).getTunnelInfos()) {
      if (tunnel.getTunnelName().equals(TUNNEL)) {
        return tunnel.getTunnelId();
      }
    }
    return tunnels
        .createTunnel(new CreateTunnelRequest(SOURCE, TUNNEL, TunnelType.Stream))
        .getTunnelId();
  }

  private void create(String name, StreamSpecification stream, String... keys) {
    TableMeta meta = new TableMeta(name);
    Arrays.stream(keys).forEach(key -> meta.addPrimaryKeyColumn(key, PrimaryKeyType.STRING));
    CreateTableRequest request = new CreateTableRequest(meta, new TableOptions(FOREVER, 1));
    request.setStreamSpecification(stream);
    try {
      tables.createTable(request);
    } catch (TableStoreException e) {
      if (!e.getErrorCode().equals("OTSObjectAlreadyExist")) {
        throw e;
      }
    }
  }
}
