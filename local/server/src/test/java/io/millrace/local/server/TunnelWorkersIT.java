package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.SdkServer.meta;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.TunnelClientInterface;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.StreamRecord;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import com.alicloud.openservices.tablestore.tunnel.worker.IChannelProcessor;
import com.alicloud.openservices.tablestore.tunnel.worker.ProcessRecordsInput;
import com.alicloud.openservices.tablestore.tunnel.worker.TunnelWorker;
import com.alicloud.openservices.tablestore.tunnel.worker.TunnelWorkerConfig;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several official workers on one tunnel, one that falls silent, and a server that restarts. */
class TunnelWorkersIT {
  private static final String TABLE = "t";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;
  private LocalTablestore server;
  private SyncClient sync;
  private TunnelClient tunnels;
  private String tunnel;
  private int written;
  private final List<Worker> workers = new ArrayList<>();
  private final Set<Long> seen = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void start() {
    startServer(0);
    sync = new SyncClient(server.endpoint(), "local", "local", "millrace");
    tunnels = new TunnelClient(server.endpoint(), "local", "local", "millrace");
    sync.createTable(new CreateTableRequest(meta(TABLE), new TableOptions(-1, 1)));
    tunnel =
        tunnels
            .createTunnel(new CreateTunnelRequest(TABLE, "tun", TunnelType.Stream))
            .getTunnelId();
  }

  @AfterEach
  void stop() {
    workers.forEach(Worker::close);
    tunnels.shutdown();
    sync.shutdown();
    server.close();
  }

  @Test
  void sharesChannelsAndTakesOverFromASilentWorker() throws Exception {
    Worker first = startWorker();
    awaitShares(4);
    Worker second = startWorker();
    awaitShares(2, 2);
    write(200);
    awaitAllSeen();
    assertThat(first.records.sum()).isPositive();
    assertThat(second.records.sum()).isPositive();

    first.silent = true;
    write(200);
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(shares()).containsExactly(Map.entry(second.id(), 4)));
    write(200);
    awaitAllSeen();

    first.silent = false;
    awaitShares(2, 2);
    write(200);
    awaitAllSeen();
  }

  @Test
  void restartOfTheServerGoesUnnoticed() throws Exception {
    startWorker();
    startWorker();
    awaitShares(2, 2);
    write(100);
    awaitAllSeen();
    Map<String, Integer> before = shares();

    int port = server.port();
    server.close();
    startServer(port);
    write(100);
    awaitAllSeen();

    assertThat(shares()).isEqualTo(before);
  }

  @Test
  void shutDownWorkerLeavesItsChannelsAtOnce() throws Exception {
    Worker first = startWorker();
    Worker second = startWorker();
    awaitShares(2, 2);

    first.close();
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(shares()).containsExactly(Map.entry(second.id(), 4)));
    write(100);
    awaitAllSeen();
  }

  private void startServer(int port) {
    server = LocalTablestore.builder().dataDirectory(directory).port(port).partitions(4).start();
  }

  private Worker startWorker() throws Exception {
    Worker worker = new Worker();
    workers.add(worker);
    worker.start();
    return worker;
  }

  private void write(int rows) {
    for (int i = 0; i < rows; i++) {
      RowPutChange put = new RowPutChange(TABLE, key("k" + written, written));
      put.addColumn("x", ColumnValue.fromLong(written++));
      sync.putRow(new PutRowRequest(put));
    }
  }

  private void awaitAllSeen() {
    Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen).hasSize(written));
  }

  private void awaitShares(Integer... expected) {
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(shares().values()).containsExactlyInAnyOrder(expected));
  }

  /** How many channels each client has. */
  private Map<String, Integer> shares() {
    return tunnels
        .describeTunnel(new DescribeTunnelRequest(TABLE, "tun"))
        .getChannelInfos()
        .stream()
        .map(ChannelInfo::getClientId)
        .filter(client -> !client.isEmpty())
        .collect(Collectors.toMap(client -> client, client -> 1, Integer::sum, TreeMap::new));
  }

  /** An official worker whose heartbeats can be cut off while it goes on reading. */
  private final class Worker implements IChannelProcessor {
    private final TunnelWorkerConfig config = new TunnelWorkerConfig(this);
    private final TunnelClient client =
        new TunnelClient(server.endpoint(), "local", "local", "millrace");
    private final TunnelWorker worker = new TunnelWorker(tunnel, cuttable(), config);
    private final String tag = "worker" + workers.size();
    private volatile boolean silent;
    private final LongAdder records = new LongAdder();
    private boolean closed;

    void start() throws Exception {
      config.setHeartbeatIntervalInSec(5);
      config.setHeartbeatTimeoutInSec(12);
      config.setCheckpointIntervalInMillis(1_000);
      config.setClientTag(tag);
      worker.connectAndWorking();
    }

    String id() {
      return shares().keySet().stream()
          .filter(client -> client.startsWith(tag))
          .findFirst()
          .orElse("none of " + tag);
    }

    void close() {
      if (!closed) {
        worker.shutdown();
        config.shutdown();
        client.shutdown();
        closed = true;
      }
    }

    @Override
    public void process(ProcessRecordsInput input) {
      for (StreamRecord record : input.getRecords()) {
        seen.add(record.getPrimaryKey().getPrimaryKeyColumn("sk").getValue().asLong());
      }
      records.add(input.getRecords().size());
    }

    @Override
    public void shutdown() {}

    private TunnelClientInterface cuttable() {
      return (TunnelClientInterface)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {TunnelClientInterface.class},
              (proxy, method, arguments) -> {
                if (silent && method.getName().equals("heartbeat")) {
                  throw new ClientException("cut off");
                }
                try {
                  return method.invoke(client, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }
}
