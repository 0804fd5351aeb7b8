package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.SdkServer.meta;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DeleteTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import com.alicloud.openservices.tablestore.model.tunnel.internal.GetCheckpointRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.ReadRecordsRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An instance that is set back to what it was, tunnels included. */
class SnapshotIT {
  private static final String INSTANCE = "millrace";

  @TempDir Path directory;
  private LocalTablestore server;
  private SyncClient sync;
  private TunnelClient tunnels;

  @AfterEach
  void stop() {
    close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everythingIsAsItWas(boolean inMemory) {
    start(inMemory);
    sync.createTable(new CreateTableRequest(meta("t"), new TableOptions(-1, 1)));
    tunnels.createTunnel(new CreateTunnelRequest("t", "tunnel", TunnelType.Stream));
    put("t", "before", 1);
    server.saveSnapshot(INSTANCE, "s");

    put("t", "before", 2);
    put("t", "after", 3);
    sync.createTable(new CreateTableRequest(meta("later"), new TableOptions(-1, 1)));
    tunnels.deleteTunnel(new DeleteTunnelRequest("t", "tunnel"));
    server.restoreSnapshot(INSTANCE, "s");

    assertThat(sync.listTable().getTableNames()).containsExactly("t");
    assertThat(value("t", "before")).isEqualTo(1);
    assertThat(value("t", "after")).isNull();
    put("t", "again", 4);
    assertThat(records()).isEqualTo(2);
  }

  @Test
  void restoresWhatWasDroppedAndOutlivesTheProcess() {
    start(false);
    sync.createTable(new CreateTableRequest(meta("t"), new TableOptions(-1, 1)));
    put("t", "row", 1);
    server.saveSnapshot(INSTANCE, "s");
    sync.deleteTable(new DeleteTableRequest("t"));
    close();
    start(false);
    server.dropInstance(INSTANCE);
    server.restoreSnapshot(INSTANCE, "s");
    assertThat(value("t", "row")).isEqualTo(1);
    sync.deleteTable(new DeleteTableRequest("t"));
    server.restoreSnapshot(INSTANCE, "s");
    assertThat(value("t", "row")).isEqualTo(1);
  }

  @Test
  void unknownOrUnnameableSnapshotsAreRefused() {
    start(true);
    server.saveSnapshot(INSTANCE, "s");
    assertThatThrownBy(() -> server.restoreSnapshot(INSTANCE, "other"))
        .hasMessage("Instance millrace has no snapshot other; it has: s.");
    assertThatThrownBy(() -> server.saveSnapshot(INSTANCE, "a/b"))
        .hasMessageStartingWith("A snapshot cannot be named 'a/b'");
  }

  private void start(boolean inMemory) {
    LocalTablestoreBuilder builder = LocalTablestore.builder().partitions(1);
    server = (inMemory ? builder : builder.dataDirectory(directory)).start();
    sync = new SyncClient(server.endpoint(), "local", "local", INSTANCE);
    tunnels = new TunnelClient(server.endpoint(), "local", "local", INSTANCE);
  }

  private void close() {
    tunnels.shutdown();
    sync.shutdown();
    server.close();
  }

  private void put(String table, String name, long value) {
    RowPutChange put = new RowPutChange(table, key(name, 1));
    put.addColumn(new Column("v", ColumnValue.fromLong(value)));
    sync.putRow(new PutRowRequest(put));
  }

  private Long value(String table, String name) {
    SingleRowQueryCriteria criteria = new SingleRowQueryCriteria(table, key(name, 1));
    criteria.setMaxVersions(1);
    Row row = sync.getRow(new GetRowRequest(criteria)).getRow();
    return row == null ? null : row.getLatestColumn("v").getValue().asLong();
  }

  private int records() {
    String id =
        tunnels
            .describeTunnel(new DescribeTunnelRequest("t", "tunnel"))
            .getTunnelInfo()
            .getTunnelId();
    ChannelInfo channel =
        tunnels.describeTunnel(new DescribeTunnelRequest("t", "tunnel")).getChannelInfos().get(0);
    String token =
        tunnels
            .getCheckpoint(new GetCheckpointRequest(id, "reader", channel.getChannelId()))
            .getCheckpoint();
    return tunnels
        .readRecords(new ReadRecordsRequest(id, "reader", channel.getChannelId(), token))
        .getRecords()
        .size();
  }
}
