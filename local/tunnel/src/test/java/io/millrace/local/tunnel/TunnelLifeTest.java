package io.millrace.local.tunnel;

import static io.millrace.local.tunnel.Fixture.INSTANCE;
import static io.millrace.local.tunnel.Fixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.engine.schema.StreamDetails;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableChange;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.error.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(StoreKind.class)
class TunnelLifeTest extends TunnelTestBase {

  private static final TunnelRef UNKNOWN = TunnelRef.ofName(TABLE, "nothing");

  @Test
  void streamTunnelTurnsTheStreamOnForAWeek() {
    fixture.createTunnel(TunnelType.STREAM);

    StreamDetails stream =
        fixture.engine().instance(INSTANCE).describeTable(TABLE).stream().orElseThrow();
    assertThat(stream.options().retentionHours()).isEqualTo(168);
  }

  @Test
  void streamThatIsOnStaysAsItIs() {
    fixture
        .engine()
        .instance(INSTANCE)
        .updateTable(TABLE, TableChange.ofStream(StreamOptions.on(24)));

    String id = fixture.createTunnel(TunnelType.BASE_AND_STREAM);

    StreamDetails stream =
        fixture.engine().instance(INSTANCE).describeTable(TABLE).stream().orElseThrow();
    assertThat(stream.options().retentionHours()).isEqualTo(24);
    assertThat(fixture.describe(id).tunnel().streamId()).isEqualTo(stream.streamId());
  }

  @Test
  void baseTunnelLeavesTheStreamOff() {
    String id = fixture.createTunnel(TunnelType.BASE_DATA);

    assertThat(fixture.engine().instance(INSTANCE).describeTable(TABLE).stream()).isEmpty();
    assertThat(fixture.describe(id).tunnel().streamId()).isEmpty();
  }

  @Test
  void describesANewTunnel() {
    StreamConfig config = new StreamConfig(true, 0, 0);
    String id = fixture.createTunnel(TunnelType.BASE_AND_STREAM, config);

    TunnelDescription described = fixture.describe(id);

    TunnelInfo info = described.tunnel();
    assertThat(info.id()).isEqualTo(id);
    assertThat(info.type()).isEqualTo(TunnelType.BASE_AND_STREAM);
    assertThat(info.table()).isEqualTo(TABLE);
    assertThat(info.instance()).isEqualTo(INSTANCE);
    assertThat(info.stage().text()).isEqualTo("ProcessBaseData");
    assertThat(info.expired()).isFalse();
    assertThat(info.config()).isEqualTo(config);
    assertThat(info.createNanos()).isEqualTo(fixture.clock.micros() * 1_000);
    assertThat(described.consumedNanos()).isZero();
    assertThat(described.channels())
        .allSatisfy(channel -> assertThat(channel.id().split("_", -1)).hasSize(2))
        .allSatisfy(channel -> assertThat(channel.clientId()).isEmpty())
        .allSatisfy(channel -> assertThat(channel.count()).isZero())
        .allSatisfy(channel -> assertThat(channel.consumedNanos()).isZero());
    assertThat(described.channels().stream().filter(c -> c.type() == ChannelType.BASE_DATA))
        .isNotEmpty()
        .allSatisfy(channel -> assertThat(channel.id()).startsWith("BaseData_"))
        .allSatisfy(channel -> assertThat(channel.status()).isEqualTo(ChannelStatus.OPEN));
    assertThat(described.channels().stream().filter(c -> c.type() == ChannelType.STREAM))
        .hasSize(4)
        .allSatisfy(channel -> assertThat(channel.status()).isEqualTo(ChannelStatus.WAIT));
  }

  @Test
  void isFoundByNameAndById() {
    String id = fixture.createTunnel(TunnelType.STREAM);

    assertThat(service().describe(INSTANCE, TunnelRef.ofName(TABLE, "Stream")).tunnel().id())
        .isEqualTo(id);
    assertThat(service().describe(INSTANCE, TunnelRef.ofId(id)).tunnel().name())
        .isEqualTo("Stream");
  }

  @Test
  void nameIsTakenOncePerTable() {
    fixture.createTunnel(TunnelType.STREAM);
    fixture.createTable("other");

    assertThatThrownBy(() -> fixture.createTunnel(TunnelType.STREAM))
        .satisfies(error(ErrorCode.TUNNEL_EXIST, 409, "Stream"));
    service()
        .create(INSTANCE, new NewTunnel("other", "Stream", TunnelType.STREAM, StreamConfig.LATEST));
    assertThat(service().list(INSTANCE, TABLE)).hasSize(1);
    assertThat(service().list(INSTANCE, null)).hasSize(2);
  }

  @Test
  void refusedTunnelLeavesNothingBehind() {
    long tomorrow = (fixture.clock.micros() + Duration.ofDays(1).toMillis() * 1_000) * 1_000;

    assertThatThrownBy(
            () -> fixture.createTunnel(TunnelType.STREAM, new StreamConfig(false, tomorrow, 0)))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, Long.toString(tomorrow)));

    assertThat(service().list(INSTANCE, TABLE)).isEmpty();
    assertThat(fixture.engine().instance(INSTANCE).describeTable(TABLE).stream()).isEmpty();
  }

  @Test
  void startLiesWithinWhatIsKept() {
    long now = fixture.clock.micros() * 1_000;
    long oldest = now - Duration.ofHours(168).toNanos() + Duration.ofMinutes(5).toNanos();

    refusedStart(now + 1);
    refusedStart(oldest - 1);
    refusedStart(-1);
    create("now", new StreamConfig(false, now, 0));
    create("oldest", new StreamConfig(false, oldest, 0));
  }

  @Test
  void endLiesAfterStart() {
    long now = fixture.clock.micros() * 1_000;

    assertThatThrownBy(() -> create("t", new StreamConfig(false, now, now)))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, Long.toString(now)));
    create("t", new StreamConfig(false, now, now + 1));
  }

  @Test
  void namesAreOneTo255Bytes() {
    assertThatThrownBy(() -> create("", StreamConfig.LATEST))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, "''"));
    assertThatThrownBy(() -> create("n".repeat(256), StreamConfig.LATEST))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, "n".repeat(256)));
    create("n".repeat(255), StreamConfig.LATEST);
  }

  @Test
  void unknownTableIsAWrongParameter() {
    NewTunnel tunnel = new NewTunnel("nowhere", "t", TunnelType.STREAM, StreamConfig.LATEST);

    List<ThrowingCallable> calls =
        List.of(
            () -> service().create(INSTANCE, tunnel),
            () -> service().list(INSTANCE, "nowhere"),
            () -> service().describe(INSTANCE, TunnelRef.ofName("nowhere", "t")),
            () -> service().delete(INSTANCE, TunnelRef.ofName("nowhere", "t")));

    assertThat(calls)
        .allSatisfy(
            call ->
                assertThatThrownBy(call)
                    .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, "nowhere")));
  }

  @Test
  void unknownTunnelIsAWrongParameter() {
    ChannelRef channel = new ChannelRef("no-id", "c", "ch");
    List<ThrowingCallable> calls =
        List.of(
            () -> service().connect(INSTANCE, "no-id", 10, "tag"),
            () -> service().heartbeat(INSTANCE, "no-id", "c", List.of()),
            () -> service().shutdown(INSTANCE, "no-id", "c"),
            () -> service().checkpoint(INSTANCE, channel),
            () -> service().setCheckpoint(INSTANCE, channel, "finished", 1),
            () -> service().readRecords(INSTANCE, channel, "finished"),
            () -> service().describe(INSTANCE, TunnelRef.ofId("no-id")),
            () -> service().expire(INSTANCE, "no-id"));

    assertThat(calls)
        .allSatisfy(
            call ->
                assertThatThrownBy(call)
                    .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, "no-id")));
    assertThatThrownBy(() -> service().describe(INSTANCE, UNKNOWN))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, "nothing"));
    assertThatThrownBy(() -> service().delete(INSTANCE, UNKNOWN))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, "nothing"));
  }

  @Test
  void tunnelBelongsToItsInstance() {
    fixture.engine().createInstance("second");
    String id = fixture.createTunnel(TunnelType.STREAM);

    assertThatThrownBy(() -> service().describe("second", TunnelRef.ofId(id)))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, id));
    assertThat(service().list("second", null)).isEmpty();
  }

  @Test
  void deletedTunnelIsGoneForItsClients() {
    String id = fixture.createTunnel(TunnelType.STREAM);
    String client = service().connect(INSTANCE, id, 10, "tag");

    service().delete(INSTANCE, TunnelRef.ofName(TABLE, "Stream"));

    assertThat(service().list(INSTANCE, TABLE)).isEmpty();
    assertThatThrownBy(() -> service().heartbeat(INSTANCE, id, client, List.of()))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, id));
    fixture.restart();
    assertThat(service().list(INSTANCE, TABLE)).isEmpty();
    fixture.createTunnel(TunnelType.STREAM);
  }

  @Test
  void tableTakesItsTunnelsWithIt() {
    String id = fixture.createTunnel(TunnelType.STREAM);
    fixture.engine().instance(INSTANCE).deleteTable(TABLE);

    assertThat(service().list(INSTANCE, null)).isEmpty();
    fixture.createTable(TABLE);
    assertThat(service().list(INSTANCE, TABLE)).isEmpty();
    assertThatThrownBy(() -> fixture.describe(id))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, id));
  }

  @Test
  void tableOfTheSameNameDoesNotInheritTunnels() {
    fixture.createTunnel(TunnelType.STREAM);
    fixture.engine().instance(INSTANCE).deleteTable(TABLE);
    fixture.createTable(TABLE);
    fixture.restart();

    assertThat(service().list(INSTANCE, TABLE)).isEmpty();
    fixture.createTunnel(TunnelType.STREAM);
  }

  @Test
  void instanceTakesItsTunnelsWithIt() {
    String id = fixture.createTunnel(TunnelType.STREAM);
    fixture.engine().dropInstance(INSTANCE);

    assertThatThrownBy(() -> fixture.describe(id)).isInstanceOf(ServiceException.class);
    fixture.engine().createInstance(INSTANCE);
    assertThat(service().list(INSTANCE, null)).isEmpty();
  }

  @Test
  void listsTheOldestFirst() {
    create("b", StreamConfig.LATEST);
    fixture.clock.advance(Duration.ofSeconds(1));
    create("a", StreamConfig.LATEST);

    assertThat(service().list(INSTANCE, TABLE))
        .extracting(TunnelInfo::name)
        .containsExactly("b", "a");
  }

  private void create(String name, StreamConfig config) {
    service().create(INSTANCE, new NewTunnel(TABLE, name, TunnelType.STREAM, config));
  }

  private void refusedStart(long start) {
    assertThatThrownBy(() -> create("t", new StreamConfig(false, start, 0)))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, Long.toString(start)));
  }

  static Consumer<Throwable> error(ErrorCode code, int status, String named) {
    return thrown -> {
      assertThat(thrown).isInstanceOf(ServiceException.class).hasMessageContaining(named);
      assertThat(((ServiceException) thrown).code()).isEqualTo(code.code());
      assertThat(((ServiceException) thrown).httpStatus()).isEqualTo(status);
    };
  }
}
