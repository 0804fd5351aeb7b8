package io.millrace.local.tunnel;

import static io.millrace.local.tunnel.ChannelStatus.CLOSE;
import static io.millrace.local.tunnel.ChannelStatus.CLOSING;
import static io.millrace.local.tunnel.ChannelStatus.OPEN;
import static io.millrace.local.tunnel.ChannelStatus.TERMINATED;
import static io.millrace.local.tunnel.Fixture.INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What an operator does to channels that a client reads. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class ScheduleTest extends TunnelTestBase {

  private String tunnel;
  private String client;
  private String channel;

  @BeforeEach
  void connect() {
    tunnel = fixture.createTunnel(TunnelType.STREAM);
    client = fixture.service().connect(INSTANCE, tunnel, 60, "client");
    channel = heartbeat().get(0).id();
  }

  @Test
  void suspendedChannelIsNobodysUntilItIsResumed() {
    String token = fixture.service().checkpoint(INSTANCE, mine()).token();
    schedule(CLOSING);
    assertThat(fixture.channel(tunnel, channel).status()).isEqualTo(CLOSING);
    assertThat(heartbeat()).extracting(ChannelLease::id).hasSize(3).doesNotContain(channel);
    assertThatThrownBy(() -> fixture.service().readRecords(INSTANCE, mine(), token))
        .hasMessageContaining("suspended");
    assertThatThrownBy(() -> fixture.read(tunnel, channel, token))
        .hasMessageContaining("suspended");

    fixture.restart();
    assertThat(heartbeat()).hasSize(3);
    schedule(OPEN);
    assertThat(heartbeat()).hasSize(4);
    assertThat(fixture.service().readRecords(INSTANCE, mine(), token).records()).isZero();
  }

  @Test
  void freedChannelIsHandedOutAgainWithAHigherVersion() {
    schedule(CLOSE);
    assertThat(fixture.channel(tunnel, channel).clientId()).isEmpty();
    assertThat(heartbeat())
        .filteredOn(lease -> lease.id().equals(channel))
        .extracting(ChannelLease::version)
        .containsExactly(2L);
  }

  @Test
  void endedChannelStaysEnded() {
    schedule(TERMINATED);
    schedule(OPEN);
    assertThat(fixture.channel(tunnel, channel).status()).isEqualTo(TERMINATED);
    assertThat(heartbeat()).hasSize(3);
  }

  @Test
  void unknownChannelIsRefusedAndNothingElseDone() {
    assertThatThrownBy(
            () ->
                fixture
                    .service()
                    .schedule(
                        INSTANCE,
                        tunnel,
                        List.of(
                            new ChannelLease(channel, 0, CLOSING),
                            new ChannelLease("x", 0, CLOSING))))
        .hasMessage("Requested channel does not exist: 'x'.");
    assertThat(heartbeat()).hasSize(4);
  }

  private void schedule(ChannelStatus status) {
    fixture.service().schedule(INSTANCE, tunnel, List.of(new ChannelLease(channel, 0, status)));
  }

  private List<ChannelLease> heartbeat() {
    return fixture.service().heartbeat(INSTANCE, tunnel, client, List.of());
  }

  private ChannelRef mine() {
    return new ChannelRef(tunnel, client, channel);
  }
}
