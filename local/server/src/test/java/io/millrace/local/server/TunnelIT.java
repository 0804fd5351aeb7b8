package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.assertRefused;
import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.StreamRecord;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.ChannelStatus;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DeleteTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelResponse;
import com.alicloud.openservices.tablestore.model.tunnel.ListTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelStage;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import com.alicloud.openservices.tablestore.model.tunnel.internal.CheckpointRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.GetCheckpointRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.GetCheckpointResponse;
import com.alicloud.openservices.tablestore.model.tunnel.internal.ReadRecordsRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.ReadRecordsResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tunnels as a client reads them that never connects. */
class TunnelIT {
  private static final String CLIENT = "it-client";

  @RegisterExtension static final SdkServer ots = new SdkServer(2);

  @Test
  void aNewTunnelIsListedAndDescribed() {
    ots.createTable("t");
    String id = createTunnel("t", "tun", TunnelType.BaseAndStream);

    assertThat(ots.tunnels().listTunnel(new ListTunnelRequest("t")).getTunnelInfos())
        .singleElement()
        .satisfies(
            tunnel -> {
              assertThat(tunnel.getTunnelId()).isEqualTo(id);
              assertThat(tunnel.getTunnelName()).isEqualTo("tun");
              assertThat(tunnel.getTableName()).isEqualTo("t");
              assertThat(tunnel.getTunnelType()).isEqualTo(TunnelType.BaseAndStream);
              assertThat(tunnel.isExpired()).isFalse();
            });
    DescribeTunnelResponse description = describe("t", "tun");
    assertThat(description.getTunnelInfo().getTunnelId()).isEqualTo(id);
    assertThat(description.getTunnelInfo().getStage()).isEqualTo(TunnelStage.ProcessBaseData);
    assertThat(description.getTunnelInfo().getInstanceName()).isEqualTo(ots.instance());
    assertThat(description.getChannelInfos()).isNotEmpty();
  }

  @Test
  void aDeletedTunnelIsGone() {
    ots.createTable("t");
    createTunnel("t", "tun", TunnelType.Stream);
    ots.tunnels().deleteTunnel(new DeleteTunnelRequest("t", "tun"));
    assertThat(ots.tunnels().listTunnel(new ListTunnelRequest("t")).getTunnelInfos()).isEmpty();
  }

  @Test
  void refusesANameThatIsTakenAndATableThatIsUnknown() {
    ots.createTable("t");
    createTunnel("t", "tun", TunnelType.Stream);
    assertRefused(
        () -> createTunnel("t", "tun", TunnelType.Stream),
        409,
        "OTSTunnelExist",
        "Requested tunnel already exists: 'tun'.");
    assertRefused(
        () -> createTunnel("none", "tun", TunnelType.Stream),
        400,
        "OTSParameterInvalid",
        "Requested table does not exist: 'none'.");
    assertRefused(
        () -> describe("t", "none"),
        400,
        "OTSParameterInvalid",
        "Requested tunnel does not exist: 'none'.");
  }

  @Test
  void aStreamTunnelDeliversChangesInOrderPerKey() {
    ots.createTable("t");
    String id = createTunnel("t", "tun", TunnelType.Stream);
    put("a", 1);
    RowUpdateChange update = new RowUpdateChange("t", key("a", 1));
    update.put("y", ColumnValue.fromString("new"));
    update.deleteColumns("x");
    ots.sync().updateRow(new UpdateRowRequest(update));
    ots.sync().deleteRow(new DeleteRowRequest(new RowDeleteChange("t", key("a", 1))));

    List<StreamRecord> records = readAll(id, "t", "tun");

    assertThat(records)
        .extracting(StreamRecord::getRecordType)
        .containsExactly(
            StreamRecord.RecordType.PUT,
            StreamRecord.RecordType.UPDATE,
            StreamRecord.RecordType.DELETE);
    assertThat(records).allSatisfy(r -> assertThat(r.getPrimaryKey()).isEqualTo(key("a", 1)));
    assertThat(records.get(0).getColumns().get(0).getColumn().getValue().asLong()).isEqualTo(1);
    assertThat(records.get(1).getColumns()).hasSize(2);
    assertThat(records.get(0).getSequenceInfo().getTimestamp())
        .isLessThan(records.get(1).getSequenceInfo().getTimestamp());
  }

  @Test
  void aBaseDataTunnelDeliversEveryRowAndEnds() {
    ots.createTable("t");
    for (int i = 0; i < 500; i++) {
      put("p" + i, i);
    }
    String id = createTunnel("t", "tun", TunnelType.BaseData);
    put("later", 1);

    List<StreamRecord> records = readAll(id, "t", "tun");

    assertThat(records.size()).isBetween(500, 501);
    assertThat(records)
        .extracting(StreamRecord::getRecordType)
        .containsOnly(StreamRecord.RecordType.PUT);
    assertThat(records.stream().map(StreamRecord::getPrimaryKey).distinct().count())
        .isEqualTo(records.size());
  }

  @Test
  void readingWithATokenAgainGivesTheSameRecords() {
    ots.createTable("t");
    String id = createTunnel("t", "tun", TunnelType.Stream);
    for (int i = 0; i < 20; i++) {
      put("p" + i, i);
    }
    for (ChannelInfo channel : describe("t", "tun").getChannelInfos()) {
      String token = checkpoint(id, channel.getChannelId()).getCheckpoint();
      ReadRecordsResponse first = read(id, channel.getChannelId(), token);
      ReadRecordsResponse again = read(id, channel.getChannelId(), token);
      assertThat(again.getRecords().toString()).isEqualTo(first.getRecords().toString());
      assertThat(again.getNextToken()).isEqualTo(first.getNextToken());
    }
  }

  @Test
  void keepsACheckpointOfAClientThatAlwaysSendsZero() {
    ots.createTable("t");
    String id = createTunnel("t", "tun", TunnelType.Stream);
    put("a", 1);
    for (ChannelInfo channel : describe("t", "tun").getChannelInfos()) {
      assertThat(channel.getChannelStatus()).isEqualTo(ChannelStatus.OPEN);
      String token = checkpoint(id, channel.getChannelId()).getCheckpoint();
      String next = read(id, channel.getChannelId(), token).getNextToken();
      for (int i = 0; i < 2; i++) {
        ots.tunnels()
            .checkpoint(new CheckpointRequest(id, CLIENT, channel.getChannelId(), next, 0));
      }
      assertThat(checkpoint(id, channel.getChannelId()).getCheckpoint()).isEqualTo(next);
    }
  }

  /** Reads the tunnel's channels until none has more, those that open meanwhile too. */
  private static List<StreamRecord> readAll(String id, String table, String tunnel) {
    List<StreamRecord> records = new ArrayList<>();
    Map<String, String> tokens = new HashMap<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      for (ChannelInfo channel : describe(table, tunnel).getChannelInfos()) {
        if (channel.getChannelStatus() != ChannelStatus.OPEN) {
          continue;
        }
        String channelId = channel.getChannelId();
        String token =
            tokens.computeIfAbsent(channelId, unread -> checkpoint(id, unread).getCheckpoint());
        if (token.equals("finished")) {
          continue;
        }
        ReadRecordsResponse page = read(id, channelId, token);
        records.addAll(page.getRecords());
        String next = page.getNextToken() == null ? "finished" : page.getNextToken();
        progress |= !page.getRecords().isEmpty() || next.equals("finished");
        tokens.put(channelId, next);
      }
    }
    return records;
  }

  private static String createTunnel(String table, String name, TunnelType type) {
    return ots.tunnels().createTunnel(new CreateTunnelRequest(table, name, type)).getTunnelId();
  }

  private static DescribeTunnelResponse describe(String table, String name) {
    return ots.tunnels().describeTunnel(new DescribeTunnelRequest(table, name));
  }

  private static GetCheckpointResponse checkpoint(String id, String channel) {
    return ots.tunnels().getCheckpoint(new GetCheckpointRequest(id, CLIENT, channel));
  }

  private static ReadRecordsResponse read(String id, String channel, String token) {
    return ots.tunnels().readRecords(new ReadRecordsRequest(id, CLIENT, channel, token));
  }

  private static void put(String pk, long sk) {
    RowPutChange put = new RowPutChange("t", key(pk, sk));
    put.addColumn("x", ColumnValue.fromLong(sk));
    ots.sync().putRow(new PutRowRequest(put));
  }
}
