package io.millrace.local.tunnel;

import static io.millrace.local.tunnel.Fixture.INSTANCE;
import static io.millrace.local.tunnel.Fixture.TABLE;
import static io.millrace.local.tunnel.TunnelLifeTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableChange;
import io.millrace.protocol.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** When a tunnel expires, what its clients hear then, and when it is removed. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class ExpiryTest extends TunnelTestBase {

  private static final Duration RETENTION = Duration.ofHours(168);

  @Test
  void changeThatIsTooOldExpiresTheTunnel() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    fixture.clock.advance(Duration.ofHours(100));
    readAll(tunnel);
    fixture.put("k", 1);
    fixture.clock.advance(RETENTION.minusSeconds(1));
    readAllButTheOwner(tunnel);
    assertThat(expired(tunnel)).isFalse();
    fixture.clock.advance(Duration.ofSeconds(1));

    assertExpired(tunnel);
  }

  @Test
  void idleTunnelExpiresThoughNothingWasWritten() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    fixture.clock.advance(RETENTION.minusSeconds(1));
    assertThat(expired(tunnel)).isFalse();
    fixture.clock.advance(Duration.ofSeconds(1));

    assertExpired(tunnel);
  }

  @Test
  void readerOfAQuietTableKeepsItsTunnel() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    for (int day = 0; day < 40; day++) {
      fixture.clock.advance(Duration.ofDays(1));
      readAll(tunnel);
    }

    assertThat(expired(tunnel)).isFalse();
  }

  @Test
  void readerThatNeverCheckpointsKeepsItsTunnel() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    for (int day = 0; day < 20; day++) {
      fixture.put("k", day);
      fixture.clock.advance(Duration.ofDays(1));
      for (ChannelInfo channel : fixture.describe(tunnel).channels()) {
        long position = fixture.clock.micros() - Duration.ofDays(1).toMillis() * 1_000;
        fixture.read(tunnel, channel.id(), new StreamToken(channel.id(), position, 0).text());
        fixture.read(
            tunnel, channel.id(), new StreamToken(channel.id(), fixture.clock.micros(), 0).text());
      }
      fixture.engine().trim();
    }

    assertThat(expired(tunnel)).isFalse();
  }

  @Test
  void trimmedChangesAreNeverPassedOverInSilence() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    fixture.put("lost", 1);
    String channel = owner(tunnel);
    String start = fixture.start(tunnel, channel);
    fixture.clock.advance(RETENTION.plusDays(1));
    fixture.engine().trim();
    fixture.put("new", 2);

    assertThatThrownBy(() -> fixture.read(tunnel, channel, start))
        .satisfies(error(ErrorCode.TUNNEL_EXPIRED, 400, tunnel));
  }

  @Test
  void oldTokenOfALivingTunnelIsRefusedAlone() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    fixture.put("old", 1);
    String channel = owner(tunnel);
    String start = fixture.start(tunnel, channel);
    readAll(tunnel);
    fixture.clock.advance(RETENTION.minusDays(1));
    readAll(tunnel);
    fixture.clock.advance(Duration.ofDays(2));
    fixture.engine().trim();

    assertThatThrownBy(() -> fixture.read(tunnel, channel, start))
        .satisfies(error(ErrorCode.TUNNEL_EXPIRED, 400, tunnel));
    assertThat(expired(tunnel)).isFalse();
    readAll(tunnel);
  }

  @Test
  void checkpointThatCanNoLongerBeReadExpiresTheTunnel() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    fixture.put("k", 1);
    String channel = owner(tunnel);
    String start = fixture.start(tunnel, channel);
    String next = fixture.read(tunnel, channel, start).nextToken();
    for (int day = 0; day < 8; day++) {
      fixture.clock.advance(Duration.ofDays(1));
      for (String each : fixture.channelIds(tunnel)) {
        fixture.read(tunnel, each, each.equals(channel) ? next : fixture.start(tunnel, each));
      }
    }
    fixture.engine().trim();
    assertThat(expired(tunnel)).isFalse();

    assertThatThrownBy(() -> fixture.read(tunnel, channel, start))
        .satisfies(error(ErrorCode.TUNNEL_EXPIRED, 400, tunnel));
    assertExpired(tunnel);
  }

  @Test
  void rowsOnlyNeverExpire() {
    fixture.putAll("row", 10);
    String tunnel = fixture.createTunnel(TunnelType.BASE_DATA);
    fixture.clock.advance(Duration.ofDays(400));

    assertThat(expired(tunnel)).isFalse();
    assertThat(fixture.drain(tunnel, "BaseData_0")).isNotEmpty();
  }

  @Test
  void rowsThatTakeTooLongExpireTheTunnelWhenTheStreamBegins() {
    fixture.putAll("row", 10);
    String tunnel = fixture.createTunnel(TunnelType.BASE_AND_STREAM);
    fixture.put("during", 1);
    fixture.clock.advance(RETENTION.plusSeconds(1));
    assertThat(expired(tunnel)).isFalse();
    for (int i = 0; i < 3; i++) {
      fixture.drain(tunnel, "BaseData_" + i);
    }
    assertThat(expired(tunnel)).isFalse();
    fixture.drain(tunnel, "BaseData_3");

    assertExpired(tunnel);
  }

  @Test
  void slowRowsOfAQuietTableCostNothing() {
    fixture.putAll("row", 10);
    String tunnel = fixture.createTunnel(TunnelType.BASE_AND_STREAM);
    fixture.clock.advance(RETENTION.multipliedBy(2));
    for (int i = 0; i < 4; i++) {
      fixture.drain(tunnel, "BaseData_" + i);
    }

    assertThat(expired(tunnel)).isFalse();
    fixture.clock.advance(RETENTION);
    assertExpired(tunnel);
  }

  @Test
  void expiredTunnelIsRemovedAfterThirtyDays() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    fixture.clock.advance(RETENTION.plusDays(30).minusSeconds(1));
    assertThat(service().list(INSTANCE, TABLE)).hasSize(1);
    fixture.restart();
    fixture.clock.advance(Duration.ofSeconds(1));

    assertThat(service().list(INSTANCE, TABLE)).isEmpty();
    assertThatThrownBy(() -> fixture.describe(tunnel))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, tunnel));
    fixture.restart();
    assertThat(service().list(INSTANCE, TABLE)).isEmpty();
    fixture.createTunnel(TunnelType.STREAM);
  }

  @Test
  void expiredTunnelCanBeDeleted() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    fixture.clock.advance(RETENTION);

    service().delete(INSTANCE, TunnelRef.ofId(tunnel));

    assertThat(service().list(INSTANCE, TABLE)).isEmpty();
  }

  @Test
  void canBeMadeToExpire() {
    String tunnel = fixture.createTunnel(TunnelType.BASE_DATA);

    service().expire(INSTANCE, tunnel);
    service().expire(INSTANCE, tunnel);

    assertExpired(tunnel);
    fixture.clock.advance(Duration.ofDays(30));
    assertThat(service().list(INSTANCE, TABLE)).isEmpty();
  }

  @Test
  void streamThatWasTurnedOffExpiresItsTunnels() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    fixture.put("k", 1);
    change(StreamOptions.OFF);
    assertExpired(tunnel);
    change(StreamOptions.on(24));

    assertExpired(tunnel);
  }

  @Test
  void shorterRetentionCountsAtOnce() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    fixture.put("k", 1);
    fixture.clock.advance(Duration.ofHours(2));
    assertThat(expired(tunnel)).isFalse();
    change(StreamOptions.on(1));

    assertExpired(tunnel);
  }

  private void change(StreamOptions options) {
    fixture.engine().instance(INSTANCE).updateTable(TABLE, TableChange.ofStream(options));
  }

  private boolean expired(String tunnel) {
    boolean described = fixture.describe(tunnel).tunnel().expired();
    assertThat(
            service().list(INSTANCE, TABLE).stream()
                .filter(info -> info.id().equals(tunnel))
                .findFirst()
                .orElseThrow()
                .expired())
        .isEqualTo(described);
    return described;
  }

  private void assertExpired(String tunnel) {
    assertThat(expired(tunnel)).isTrue();
    String channel = fixture.describe(tunnel).channels().get(0).id();
    ChannelRef ref = Fixture.stranger(tunnel, channel);
    List<ThrowingCallable> calls =
        List.of(
            () -> service().connect(INSTANCE, tunnel, 10, "tag"),
            () -> service().heartbeat(INSTANCE, tunnel, "any", List.of()),
            () -> service().checkpoint(INSTANCE, ref),
            () -> service().setCheckpoint(INSTANCE, ref, "finished", 1),
            () -> service().readRecords(INSTANCE, ref, "finished"));
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThatThrownBy(call).satisfies(error(ErrorCode.TUNNEL_EXPIRED, 400, tunnel)));
    fixture.restart();
    assertThat(expired(tunnel)).isTrue();
  }

  private void readAll(String tunnel) {
    fixture.channelIds(tunnel).forEach(channel -> fixture.drain(tunnel, channel));
  }

  private void readAllButTheOwner(String tunnel) {
    String owner = owner(tunnel);
    fixture.channelIds(tunnel).stream()
        .filter(channel -> !channel.equals(owner))
        .forEach(channel -> fixture.drain(tunnel, channel));
  }

  /** The channel of the only key that was written. */
  private String owner(String tunnel) {
    String stream = fixture.describe(tunnel).tunnel().streamId();
    return fixture.engine().instance(INSTANCE).shards(stream).stream()
        .filter(shard -> shard.endPosition() > shard.startPosition())
        .findFirst()
        .orElseThrow()
        .id();
  }
}
