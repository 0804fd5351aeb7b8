package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.StreamDetails;
import com.alicloud.openservices.tablestore.model.StreamRecord;
import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.ChannelStatus;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelResponse;
import com.alicloud.openservices.tablestore.model.tunnel.ListTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.StartOffsetFlag;
import com.alicloud.openservices.tablestore.model.tunnel.StreamTunnelConfig;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import com.alicloud.openservices.tablestore.model.tunnel.internal.Channel;
import com.alicloud.openservices.tablestore.model.tunnel.internal.CheckpointRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.ConnectTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.GetCheckpointRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.HeartbeatRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.ReadRecordsRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.ReadRecordsResponse;
import com.alicloud.openservices.tablestore.model.tunnel.internal.ShutdownTunnelRequest;
import com.alicloud.openservices.tablestore.tunnel.worker.TunnelClientConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a tunnel tells its clients through the official SDK: codes, places, times and counts. */
class TunnelRulesIT {
  private static final String GONE = "OTSResourceGone";

  @RegisterExtension static final SdkServer ots = new SdkServer(1);

  private TunnelClient tunnels;

  @BeforeEach
  void createTable() {
    ots.createTable("t");
    tunnels = ots.tunnels();
  }

  @Test
  void turnsTheStreamOnForAWeek() {
    create("tun", TunnelType.Stream, null);
    StreamDetails stream =
        ots.sync().describeTable(new DescribeTableRequest("t")).getStreamDetails();
    assertThat(stream.isEnableStream()).isTrue();
    assertThat(stream.getExpirationTime()).isEqualTo(168);
  }

  @Test
  void clientThatIsNotKnownIsGone() {
    String id = create("tun", TunnelType.Stream, null);
    assertGone(() -> heartbeat(id, "never-connected"));
    String client = connect(id);
    assertThat(heartbeat(id, client)).hasSize(1);
    tunnels.shutdownTunnel(new ShutdownTunnelRequest(id, client));
    assertGone(() -> heartbeat(id, client));
    assertGone(() -> tunnels.shutdownTunnel(new ShutdownTunnelRequest(id, client)));
    String silent = connect(id);
    heartbeat(id, silent);
    ots.server().advanceClock(Duration.ofSeconds(301));
    assertGone(() -> heartbeat(id, silent));
  }

  @Test
  void whatAnotherClientOwnsIsGone() {
    String id = create("tun", TunnelType.Stream, null);
    String channel = channel("tun").getChannelId();
    String owner = connect(id);
    assertThat(heartbeat(id, owner))
        .singleElement()
        .satisfies(
            given -> {
              assertThat(given.getChannelId()).isEqualTo(channel);
              assertThat(given.getStatus()).isEqualTo(ChannelStatus.OPEN);
              assertThat(given.getVersion()).isPositive();
            });
    assertThat(channel("tun").getClientId()).isEqualTo(owner);
    String other = connect(id);
    String token = checkpoint(id, owner, channel);
    assertGone(() -> checkpoint(id, other, channel));
    assertGone(() -> read(id, other, channel, token));
    assertGone(() -> read(id, "spark-client", channel, token));
    assertGone(() -> setCheckpoint(id, other, channel, token, 1));
    assertThat(read(id, owner, channel, token).getRecords()).isEmpty();
  }

  @Test
  void numbersOfCheckpointsRise() {
    String id = create("tun", TunnelType.Stream, null);
    String channel = channel("tun").getChannelId();
    String client = connect(id);
    heartbeat(id, client);
    String token = checkpoint(id, client, channel);
    setCheckpoint(id, client, channel, token, 1);
    setCheckpoint(id, client, channel, token, 7);
    for (long number : new long[] {0, 1, 7}) {
      assertCode(
          () -> setCheckpoint(id, client, channel, token, number),
          400,
          "OTSSequenceNumberNotMatch");
    }
    assertThat(
            tunnels
                .getCheckpoint(new GetCheckpointRequest(id, client, channel))
                .getSequenceNumber())
        .isEqualTo(7);
  }

  @Test
  void wrongParametersHaltAWorker() {
    String id = create("tun", TunnelType.BaseAndStream, null);
    List<ChannelInfo> channels = describe("tun").getChannelInfos();
    String rows = channels.get(0).getChannelId();
    String stream = channels.get(1).getChannelId();
    String token = checkpoint(id, "reader", rows);
    assertWrong(() -> read(id, "reader", rows, "nonsense"));
    assertWrong(() -> read(id, "reader", rows, checkpoint(id, "reader", stream)));
    ots.createTable("other");
    String foreign =
        tunnels
            .createTunnel(new CreateTunnelRequest("other", "tun", TunnelType.Stream))
            .getTunnelId();
    String foreignChannel =
        tunnels
            .describeTunnel(new DescribeTunnelRequest("other", "tun"))
            .getChannelInfos()
            .get(0)
            .getChannelId();
    String foreignToken = checkpoint(foreign, "reader", foreignChannel);
    create("changes", TunnelType.Stream, null);
    String changes = describe("changes").getTunnelInfo().getTunnelId();
    assertThat(read(changes, "reader", stream, start("changes")).getRecords()).isEmpty();
    assertWrong(() -> read(changes, "reader", stream, foreignToken));
    assertWrong(() -> read(id, "reader", "none", token));
    assertWrong(() -> read("none", "reader", rows, token));
    assertWrong(() -> heartbeat("none", "reader"));
    assertWrong(() -> read(id, "reader", stream, checkpoint(id, "reader", stream)));
    assertWrong(() -> create("x".repeat(256), TunnelType.Stream, null));
    assertWrong(() -> tunnels.listTunnel(new ListTunnelRequest("none")));
  }

  @Test
  void beginsAndEndsAtATime() {
    create("first", TunnelType.Stream, null);
    put(1);
    long now = readAll("first").get(0).getSequenceInfo().getTimestamp() / 1_000;
    ots.server().advanceClock(Duration.ofHours(1));
    put(2);
    ots.server().advanceClock(Duration.ofHours(1));
    put(3);
    long hour = Duration.ofHours(1).toMillis();
    create("from", TunnelType.Stream, new StreamTunnelConfig(now + hour / 2, 0));
    create("part", TunnelType.Stream, new StreamTunnelConfig(now + hour / 2, now + 3 * hour / 2));
    create("all", TunnelType.Stream, new StreamTunnelConfig(StartOffsetFlag.EARLIEST));
    create("none", TunnelType.Stream, new StreamTunnelConfig(StartOffsetFlag.LATEST));
    assertThat(keys("from")).containsExactly(2L, 3L);
    assertThat(keys("part")).containsExactly(2L);
    assertThat(keys("all")).containsExactly(1L, 2L, 3L);
    assertThat(keys("none")).isEmpty();
    assertThat(describe("part").getTunnelInfo().getStreamTunnelConfig().getStartOffset())
        .isEqualTo(now + hour / 2);
    long week = Duration.ofDays(7).toMillis();
    assertWrong(() -> create("a", TunnelType.Stream, new StreamTunnelConfig(now - week, 0)));
    assertWrong(() -> create("b", TunnelType.Stream, new StreamTunnelConfig(now + 9 * hour, 0)));
    assertWrong(() -> create("c", TunnelType.Stream, new StreamTunnelConfig(now, now)));
    create("ignored", TunnelType.BaseData, new StreamTunnelConfig(now - week, 1));
  }

  @Test
  void pointsAndCountsAreThoseOfWhatWasDelivered() {
    String id = create("tun", TunnelType.Stream, null);
    assertThat(describe("tun").getTunnelConsumePoint().getTime()).isZero();
    put(1, "x".repeat(700_000)); // Two do not fit into a page.
    put(2, "x".repeat(700_000));
    long last = readAll("tun").get(1).getSequenceInfo().getTimestamp() / 1_000;
    assertThat(channel("tun").getChannelCount()).isEqualTo(2);
    assertThat(channel("tun").getChannelConsumePoint().getTime()).isEqualTo(last);
    assertThat(describe("tun").getTunnelConsumePoint().getTime()).isEqualTo(last);
    assertThat(read(id, "reader", channel("tun").getChannelId(), start("tun")).getRecords())
        .hasSize(1);
    assertThat(channel("tun").getChannelCount()).as("read again").isEqualTo(2);
  }

  @Test
  void tunnelThatNobodyReadsExpiresAndIsRemovedAMonthLater() {
    String id = create("tun", TunnelType.Stream, null);
    String channel = channel("tun").getChannelId();
    String token = start("tun");
    put(1);
    ots.server().advanceClock(Duration.ofDays(8));
    assertThat(describe("tun").getTunnelInfo().isExpired()).isTrue();
    assertThat(tunnels.listTunnel(new ListTunnelRequest("t")).getTunnelInfos())
        .extracting(TunnelInfo::isExpired)
        .containsExactly(true);
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> connect(id),
            () -> heartbeat(id, "client"),
            () -> checkpoint(id, "reader", channel),
            () -> setCheckpoint(id, "reader", channel, token, 1),
            () -> read(id, "reader", channel, token))) {
      assertCode(call, 400, "OTSTunnelExpired");
    }
    ots.server().advanceClock(Duration.ofDays(31));
    assertThat(tunnels.listTunnel(new ListTunnelRequest("t")).getTunnelInfos()).isEmpty();
    assertWrong(() -> describe("tun"));
  }

  private String create(String name, TunnelType type, StreamTunnelConfig config) {
    CreateTunnelRequest request = new CreateTunnelRequest("t", name, type);
    if (config != null) {
      request.setStreamTunnelConfig(config);
    }
    return tunnels.createTunnel(request).getTunnelId();
  }

  private DescribeTunnelResponse describe(String name) {
    return tunnels.describeTunnel(new DescribeTunnelRequest("t", name));
  }

  /** The only channel of a tunnel. */
  private ChannelInfo channel(String name) {
    return describe(name).getChannelInfos().get(0);
  }

  private String connect(String id) {
    return tunnels
        .connectTunnel(new ConnectTunnelRequest(id, new TunnelClientConfig(300, "tag")))
        .getClientId();
  }

  private List<Channel> heartbeat(String id, String client) {
    return tunnels.heartbeat(new HeartbeatRequest(id, client, List.of())).getChannels();
  }

  private String checkpoint(String id, String client, String channel) {
    return tunnels.getCheckpoint(new GetCheckpointRequest(id, client, channel)).getCheckpoint();
  }

  private void setCheckpoint(String id, String client, String channel, String token, long number) {
    tunnels.checkpoint(new CheckpointRequest(id, client, channel, token, number));
  }

  private ReadRecordsResponse read(String id, String client, String channel, String token) {
    return tunnels.readRecords(new ReadRecordsRequest(id, client, channel, token));
  }

  private String start(String name) {
    return checkpoint(
        describe(name).getTunnelInfo().getTunnelId(), "reader", channel(name).getChannelId());
  }

  private List<StreamRecord> readAll(String name) {
    String id = describe(name).getTunnelInfo().getTunnelId();
    String token = start(name);
    List<StreamRecord> records = new ArrayList<>();
    while (token != null) { // The SDK tells the end as null.
      ReadRecordsResponse page = read(id, "reader", channel(name).getChannelId(), token);
      records.addAll(page.getRecords());
      token = page.getRecords().isEmpty() ? null : page.getNextToken();
    }
    return records;
  }

  private List<Long> keys(String name) {
    return readAll(name).stream()
        .map(record -> record.getPrimaryKey().getPrimaryKeyColumn("sk").getValue().asLong())
        .toList();
  }

  private static void put(long sk) {
    put(sk, "x");
  }

  private static void put(long sk, String text) {
    RowPutChange put = new RowPutChange("t", key("a", sk));
    put.addColumn("x", ColumnValue.fromString(text));
    ots.sync().putRow(new PutRowRequest(put));
  }

  private static void assertGone(ThrowingCallable call) {
    assertCode(call, 410, GONE);
  }

  private static void assertWrong(ThrowingCallable call) {
    assertCode(call, 400, "OTSParameterInvalid");
  }

  private static void assertCode(ThrowingCallable call, int status, String code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TableStoreException.class,
            refused -> {
              assertThat(refused.getErrorCode()).isEqualTo(code);
              assertThat(refused.getHttpStatus()).isEqualTo(status);
              assertThat(refused.getMessage()).isNotBlank();
            });
  }
}
