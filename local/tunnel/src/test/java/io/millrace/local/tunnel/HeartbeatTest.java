package io.millrace.local.tunnel;

import static io.millrace.local.tunnel.ChannelStatus.CLOSE;
import static io.millrace.local.tunnel.ChannelStatus.CLOSING;
import static io.millrace.local.tunnel.ChannelStatus.OPEN;
import static io.millrace.local.tunnel.ChannelStatus.TERMINATED;
import static io.millrace.local.tunnel.ChannelStatus.WAIT;
import static io.millrace.local.tunnel.Fixture.INSTANCE;
import static io.millrace.local.tunnel.TunnelLifeTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.protocol.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules by which channels are given to clients and taken from them. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class HeartbeatTest extends TunnelTestBase {

  private static final int TIMEOUT_SECONDS = 60;

  private String tunnel;

  @BeforeEach
  void createTunnel() {
    tunnel = fixture.createTunnel(TunnelType.STREAM);
  }

  @Test
  void onlyClientGetsEveryChannel() {
    List<ChannelLease> given = heartbeat(connect());

    assertThat(given).hasSize(4).allSatisfy(lease -> assertThat(lease.status()).isEqualTo(OPEN));
    assertThat(given).extracting(ChannelLease::version).containsOnly(1L);
    assertThat(given)
        .extracting(ChannelLease::id)
        .containsExactlyElementsOf(fixture.channelIds(tunnel));
  }

  @Test
  void sameHeartbeatAgainChangesNothing() {
    String client = connect();
    List<ChannelLease> first = heartbeat(client);

    assertThat(heartbeat(client)).isEqualTo(first);
    assertThat(heartbeat(client, first)).isEqualTo(first);
  }

  @Test
  void ownerIsShown() {
    String client = connect();
    assertThat(fixture.describe(tunnel).channels())
        .allSatisfy(channel -> assertThat(channel.status()).isEqualTo(OPEN))
        .allSatisfy(channel -> assertThat(channel.clientId()).isEmpty());

    heartbeat(client);

    assertThat(fixture.describe(tunnel).channels())
        .allSatisfy(channel -> assertThat(channel.status()).isEqualTo(OPEN))
        .allSatisfy(channel -> assertThat(channel.clientId()).isEqualTo(client));
  }

  @Test
  void clientThatOnlyConnectedGetsNoShare() {
    connect();

    assertThat(heartbeat(connect())).hasSize(4);
  }

  @Test
  void reportedCloseFreesTheChannelForTheNextHeartbeat() {
    String client = connect();
    ChannelLease mine = heartbeat(client).get(0);

    List<ChannelLease> given = heartbeat(client, List.of(lease(mine, 2, CLOSE)));

    assertThat(given).hasSize(4).contains(new ChannelLease(mine.id(), 3, OPEN));
  }

  @Test
  void reportedTerminatedIsForGood() {
    String client = connect();
    ChannelLease mine = heartbeat(client).get(0);

    assertThat(heartbeat(client, List.of(lease(mine, 2, TERMINATED)))).hasSize(3);
    assertThat(heartbeat(client)).hasSize(3);
    assertThat(fixture.channel(tunnel, mine.id()).status()).isEqualTo(TERMINATED);
    assertThat(fixture.channel(tunnel, mine.id()).clientId()).isEmpty();
  }

  @Test
  void reportOfAnOldVersionIsIgnored() {
    String client = connect();
    ChannelLease mine = heartbeat(client).get(0);

    assertThat(heartbeat(client, List.of(lease(mine, 1, TERMINATED)))).hasSize(4).contains(mine);
    assertThat(heartbeat(client, List.of(lease(mine, 0, CLOSE)))).hasSize(4).contains(mine);
  }

  @Test
  void newerVersionIsTaken() {
    String client = connect();
    ChannelLease mine = heartbeat(client).get(0);

    assertThat(heartbeat(client, List.of(lease(mine, 9, CLOSING))))
        .contains(lease(mine, 9, CLOSING));
    assertThat(heartbeat(client, List.of(lease(mine, 10, CLOSE)))).contains(lease(mine, 11, OPEN));
  }

  @Test
  void reportOfAnothersChannelOrOfNoneIsIgnored() {
    String first = connect();
    ChannelLease mine = heartbeat(first).get(0);
    String second = connect();

    heartbeat(second, List.of(lease(mine, 9, TERMINATED), new ChannelLease("no_1", 3, CLOSE)));

    assertThat(fixture.channel(tunnel, mine.id()).clientId()).isEqualTo(first);
    assertThat(fixture.channel(tunnel, mine.id()).status()).isNotEqualTo(TERMINATED);
  }

  @Test
  void channelMovesWhenItsOwnerHasLetGo() {
    String first = connect();
    heartbeat(first);
    String second = connect();

    assertThat(heartbeat(second)).isEmpty();
    List<ChannelLease> told = heartbeat(first);
    List<ChannelLease> closing = told.stream().filter(lease -> lease.status() == CLOSING).toList();
    assertThat(told).hasSize(4);
    assertThat(closing).hasSize(2).extracting(ChannelLease::version).containsOnly(2L);
    assertThat(heartbeat(first, told)).isEqualTo(told);
    assertThat(heartbeat(second)).isEmpty();
    assertThat(heartbeat(first, closing.stream().map(channel -> lease(channel, 3, CLOSE)).toList()))
        .hasSize(2);
    assertThat(heartbeat(second))
        .hasSize(2)
        .extracting(ChannelLease::id)
        .containsExactlyElementsOf(closing.stream().map(ChannelLease::id).toList());
    assertThat(heartbeat(second)).extracting(ChannelLease::version).containsOnly(4L);
    assertThat(heartbeat(second)).extracting(ChannelLease::status).containsOnly(OPEN);
  }

  @Test
  void moreClientsThanChannelsLeaveSomeWithout() {
    List<String> clients = List.of(connect(), connect(), connect(), connect(), connect());
    for (int round = 0; round < 6; round++) {
      for (String client : clients) {
        obey(client);
      }
    }

    assertThat(clients.stream().mapToInt(client -> heartbeat(client).size()))
        .containsExactlyInAnyOrder(1, 1, 1, 1, 0);
  }

  @Test
  void sharesDifferByOneAtMostAndThenNothingMoves() {
    List<String> clients = List.of(connect(), connect(), connect());
    for (int round = 0; round < 6; round++) {
      clients.forEach(this::obey);
    }
    List<List<ChannelLease>> settled = clients.stream().map(this::heartbeat).toList();

    assertThat(settled.stream().mapToInt(List::size)).containsExactlyInAnyOrder(2, 1, 1);
    assertThat(clients.stream().map(this::heartbeat).toList()).isEqualTo(settled);
  }

  @Test
  void silentClientLosesItsChannels() {
    String first = connect();
    heartbeat(first);
    fixture.clock.advance(Duration.ofSeconds(TIMEOUT_SECONDS - 1));
    String second = connect();
    heartbeat(second);
    fixture.clock.advance(Duration.ofSeconds(1));

    assertThat(heartbeat(second)).hasSize(4);
    assertThatThrownBy(() -> heartbeat(first))
        .satisfies(error(ErrorCode.RESOURCE_GONE, 410, first));
  }

  @Test
  void heartbeatRenewsTheLease() {
    String client = connect();
    for (int i = 0; i < 5; i++) {
      fixture.clock.advance(Duration.ofSeconds(TIMEOUT_SECONDS - 1));
      assertThat(heartbeat(client)).hasSize(4);
    }
  }

  @Test
  void clientThatNeverSentAHeartbeatExpiresToo() {
    String client = connect();
    fixture.clock.advance(Duration.ofSeconds(TIMEOUT_SECONDS));

    assertThatThrownBy(() -> heartbeat(client))
        .satisfies(error(ErrorCode.RESOURCE_GONE, 410, client));
  }

  @Test
  void setWallClockTakesNoLease() {
    String client = connect();
    List<ChannelLease> given = heartbeat(client);
    fixture.clock.set(Instant.parse("2026-01-02T23:00:00Z"));
    assertThat(heartbeat(client)).isEqualTo(given);
    fixture.clock.set(Instant.parse("2025-12-30T23:00:00Z"));

    assertThat(heartbeat(client)).isEqualTo(given);
  }

  @Test
  void timeoutOfNothingIsFiveMinutes() {
    String client = service().connect(INSTANCE, tunnel, 0, "tag");
    fixture.clock.advance(Duration.ofSeconds(299));
    assertThat(heartbeat(client)).hasSize(4);
    fixture.clock.advance(Duration.ofSeconds(300));

    assertThatThrownBy(() -> heartbeat(client))
        .satisfies(error(ErrorCode.RESOURCE_GONE, 410, client));
  }

  @Test
  void shutdownFreesAtOnce() {
    String first = connect();
    heartbeat(first);
    String second = connect();

    service().shutdown(INSTANCE, tunnel, first);

    assertThat(fixture.describe(tunnel).channels())
        .allSatisfy(channel -> assertThat(channel.clientId()).isEmpty())
        .allSatisfy(channel -> assertThat(channel.status()).isEqualTo(OPEN));
    assertThat(heartbeat(second)).hasSize(4).extracting(ChannelLease::version).containsOnly(2L);
    assertThatThrownBy(() -> heartbeat(first))
        .satisfies(error(ErrorCode.RESOURCE_GONE, 410, first));
    assertThatThrownBy(() -> service().shutdown(INSTANCE, tunnel, first))
        .satisfies(error(ErrorCode.RESOURCE_GONE, 410, first));
  }

  @Test
  void clientThatNeverConnectedHasNoHeartbeat() {
    assertThatThrownBy(() -> heartbeat("spark-client"))
        .satisfies(error(ErrorCode.RESOURCE_GONE, 410, "spark-client"));
  }

  @Test
  void clientIdBeginsWithTheTag() {
    assertThat(service().connect(INSTANCE, tunnel, 10, "linux")).startsWith("linux_");
  }

  @Test
  void streamWaitsForEveryRow() {
    service().delete(INSTANCE, TunnelRef.ofId(tunnel));
    tunnel = fixture.createTunnel(TunnelType.BASE_AND_STREAM);
    String client = connect();
    List<ChannelLease> base = heartbeat(client);
    assertThat(base).hasSize(4).allSatisfy(c -> assertThat(c.id()).startsWith("BaseData_"));
    assertThat(fixture.describe(tunnel).tunnel().stage().text()).isEqualTo("ProcessBaseData");

    for (ChannelLease last : base.subList(0, 3)) {
      heartbeat(client, List.of(lease(last, 2, TERMINATED)));
    }
    assertThat(heartbeat(client)).containsExactly(base.get(3));
    assertThat(fixture.describe(tunnel).channels())
        .filteredOn(channel -> channel.type() == ChannelType.STREAM)
        .hasSize(4)
        .allSatisfy(channel -> assertThat(channel.status()).isEqualTo(WAIT));

    List<ChannelLease> streams = heartbeat(client, List.of(lease(base.get(3), 2, TERMINATED)));
    assertThat(streams)
        .hasSize(4)
        .allSatisfy(channel -> assertThat(channel.id()).doesNotStartWith("BaseData"))
        .allSatisfy(channel -> assertThat(channel.version()).isEqualTo(1))
        .allSatisfy(channel -> assertThat(channel.status()).isEqualTo(OPEN));
    assertThat(fixture.describe(tunnel).tunnel().stage().text()).isEqualTo("ProcessStream");
  }

  @Test
  void finishedBaseTunnelIsAtItsLastStage() {
    service().delete(INSTANCE, TunnelRef.ofId(tunnel));
    tunnel = fixture.createTunnel(TunnelType.BASE_DATA);
    String client = connect();

    List<ChannelLease> done =
        heartbeat(client).stream().map(channel -> lease(channel, 2, TERMINATED)).toList();
    assertThat(heartbeat(client, done)).isEmpty();

    assertThat(fixture.describe(tunnel).tunnel().stage().text()).isEqualTo("ProcessStream");
  }

  private String connect() {
    return service().connect(INSTANCE, tunnel, TIMEOUT_SECONDS, "tag");
  }

  private List<ChannelLease> heartbeat(String client) {
    return heartbeat(client, List.of());
  }

  private List<ChannelLease> heartbeat(String client, List<ChannelLease> reported) {
    return service().heartbeat(INSTANCE, tunnel, client, reported);
  }

  /** A round of a client that closes at once what it is asked to close. */
  private void obey(String client) {
    List<ChannelLease> closed =
        heartbeat(client).stream()
            .filter(lease -> lease.status() == CLOSING)
            .map(lease -> lease(lease, lease.version() + 1, CLOSE))
            .toList();
    heartbeat(client, closed);
  }

  private static ChannelLease lease(ChannelLease lease, long version, ChannelStatus status) {
    return new ChannelLease(lease.id(), version, status);
  }
}
