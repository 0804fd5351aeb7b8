package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.StreamRecord;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import com.alicloud.openservices.tablestore.tunnel.worker.IChannelProcessor;
import com.alicloud.openservices.tablestore.tunnel.worker.ProcessRecordsInput;
import com.alicloud.openservices.tablestore.tunnel.worker.TunnelWorker;
import com.alicloud.openservices.tablestore.tunnel.worker.TunnelWorkerConfig;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The official worker: connect, heartbeat, read, checkpoint, shut down. */
class TunnelWorkerIT {
  @RegisterExtension static final SdkServer ots = new SdkServer(2);

  @Test
  void deliversTheRowsThenTheChanges() throws Exception {
    ots.createTable("t");
    for (int i = 0; i < 100; i++) {
      put("base", i);
    }
    String id =
        ots.tunnels()
            .createTunnel(new CreateTunnelRequest("t", "tun", TunnelType.BaseAndStream))
            .getTunnelId();
    for (int i = 0; i < 100; i++) {
      RowUpdateChange update = new RowUpdateChange("t", key("base", i));
      update.put("y", ColumnValue.fromLong(i));
      ots.sync().updateRow(new UpdateRowRequest(update));
    }
    Set<String> seen = ConcurrentHashMap.newKeySet();
    TunnelWorkerConfig config = new TunnelWorkerConfig(new Collector(seen));
    config.setHeartbeatIntervalInSec(5);
    config.setHeartbeatTimeoutInSec(30);
    TunnelWorker worker = new TunnelWorker(id, ots.tunnels(), config);
    try {
      worker.connectAndWorking();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(seen).hasSize(200));
    } finally {
      worker.shutdown();
      config.shutdown();
    }
  }

  private static void put(String pk, long sk) {
    RowPutChange put = new RowPutChange("t", key(pk, sk));
    put.addColumn("x", ColumnValue.fromLong(sk));
    ots.sync().putRow(new PutRowRequest(put));
  }

  private record Collector(Set<String> seen) implements IChannelProcessor {
    @Override
    public void process(ProcessRecordsInput input) {
      for (StreamRecord record : input.getRecords()) {
        seen.add(record.getRecordType() + " " + record.getPrimaryKey());
      }
    }

    @Override
    public void shutdown() {}
  }
}
