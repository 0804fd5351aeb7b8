package io.millrace.local.tunnel;

import static io.millrace.local.tunnel.Fixture.INSTANCE;
import static io.millrace.local.tunnel.TunnelLifeTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.protocol.error.ErrorCode;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which checkpoints are accepted, from whom, and who may read. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class CheckpointTest extends TunnelTestBase {

  private String tunnel;
  private String channel;
  private String start;
  private String later;
  private String latest;

  @BeforeEach
  void writeAndRead() {
    fixture.close();
    fixture = new Fixture(kind, directory.resolve("one"), 1);
    fixture.createTable(Fixture.TABLE);
    tunnel = fixture.createTunnel(TunnelType.STREAM);
    channel = fixture.channelIds(tunnel).get(0);
    start = fixture.start(tunnel, channel);
    fixture.put("a", 1);
    later = fixture.read(tunnel, channel, start).nextToken();
    fixture.put("b", 2);
    latest = fixture.read(tunnel, channel, later).nextToken();
  }

  @Test
  void firstIsTheChannelsBeginning() {
    assertThat(service().checkpoint(INSTANCE, Fixture.stranger(tunnel, channel)))
        .isEqualTo(new Checkpoint(start, 0));
    assertThat(fixture.read(tunnel, channel, start).records()).isEqualTo(2);
  }

  @Test
  void numbersRise() {
    set(stranger(), later, 1);
    assertThat(stored()).isEqualTo(new Checkpoint(later, 1));
    set(stranger(), latest, 7);
    assertThat(stored()).isEqualTo(new Checkpoint(latest, 7));
    refused(stranger(), latest, 7);
    refused(stranger(), latest, 6);
    refused(stranger(), latest, -1);
    assertThat(stored()).isEqualTo(new Checkpoint(latest, 7));
  }

  @Test
  void placesDoNotGoBack() {
    set(stranger(), latest, 3);

    refused(stranger(), later, 4);
    refused(stranger(), start, 0);
    assertThat(stored()).isEqualTo(new Checkpoint(latest, 3));
    set(stranger(), latest, 4);
    assertThat(stored()).isEqualTo(new Checkpoint(latest, 4));
  }

  @Test
  void unnumberedOnesOfClientsThatNeverConnectAreAcceptedAgainAndAgain() {
    set(stranger(), start, 0);
    set(stranger(), later, 0);
    set(stranger(), later, 0);
    set(stranger(), latest, 0);

    assertThat(stored()).isEqualTo(new Checkpoint(latest, 0));
  }

  @Test
  void unnumberedOneLeavesTheNumber() {
    set(stranger(), later, 5);
    set(stranger(), latest, 0);

    assertThat(stored()).isEqualTo(new Checkpoint(latest, 5));
  }

  @Test
  void ownerNumbersItsCheckpoints() {
    ChannelRef owner = owner();

    refused(owner, later, 0);
    set(owner, later, 1);
    refused(owner, latest, 0);
    assertThat(stored(owner)).isEqualTo(new Checkpoint(later, 1));
  }

  @Test
  void whoDoesNotOwnAnOwnedChannelIsGone() {
    owner();
    String second = service().connect(INSTANCE, tunnel, 60, "second");

    for (String client : List.of("spark-client", "", second)) {
      ChannelRef ref = new ChannelRef(tunnel, client, channel);
      gone(() -> set(ref, later, 1));
      gone(() -> stored(ref));
      gone(() -> service().readRecords(INSTANCE, ref, start));
    }
  }

  @Test
  void lostClientIsGoneEvenWhereNobodyOwns() {
    ChannelRef first = owner();
    set(first, later, 1);
    fixture.clock.advance(Duration.ofSeconds(60));

    gone(() -> set(first, latest, 2));
    gone(() -> stored(first));
    gone(() -> service().readRecords(INSTANCE, first, later));
    assertThat(stored()).isEqualTo(new Checkpoint(later, 1));
    set(stranger(), latest, 0);
  }

  @Test
  void nextOwnerGoesOnFromTheCheckpoint() {
    ChannelRef first = owner();
    set(first, later, 1);
    fixture.clock.advance(Duration.ofSeconds(60));
    ChannelRef second = owner();

    assertThat(stored(second)).isEqualTo(new Checkpoint(later, 1));
    gone(() -> set(first, latest, 2));
    set(second, latest, 2);
  }

  @Test
  void connectedClientMayReadWhatNobodyOwns() {
    String client = service().connect(INSTANCE, tunnel, 60, "tag");

    assertThat(
            service()
                .readRecords(INSTANCE, new ChannelRef(tunnel, client, channel), start)
                .records())
        .isEqualTo(2);
  }

  @Test
  void finishedByAClientThatNeverConnectsTerminates() {
    set(stranger(), "finished", 0);

    assertThat(fixture.channel(tunnel, channel).status()).isEqualTo(ChannelStatus.TERMINATED);
    assertThat(stored()).isEqualTo(new Checkpoint("finished", 0));
    set(stranger(), "finished", 0);
    refused(stranger(), latest, 1);
    assertThat(service().heartbeat(INSTANCE, tunnel, connect(), List.of())).isEmpty();
  }

  @Test
  void finishedByTheOwnerWaitsForItsReport() {
    ChannelRef owner = owner();
    set(owner, "finished", 1);

    assertThat(fixture.channel(tunnel, channel).status()).isEqualTo(ChannelStatus.OPEN);
    assertThat(service().heartbeat(INSTANCE, tunnel, owner.clientId(), List.of())).hasSize(1);

    service().shutdown(INSTANCE, tunnel, owner.clientId());
    assertThat(fixture.channel(tunnel, channel).status()).isEqualTo(ChannelStatus.TERMINATED);
  }

  @Test
  void finishedChannelCanStillBeReadAgain() {
    set(stranger(), "finished", 0);

    assertThat(fixture.read(tunnel, channel, start).records()).isEqualTo(2);
    RecordPage end = fixture.read(tunnel, channel, "finished");
    assertThat(end.records()).isZero();
    assertThat(end.nextToken()).isEqualTo("finished");
    assertThat(end.mayMore()).isFalse();
  }

  @Test
  void tokenOfAnotherChannelIsRefused() {
    service()
        .create(
            INSTANCE,
            new NewTunnel(Fixture.TABLE, "base", TunnelType.BASE_DATA, StreamConfig.LATEST));
    String base = service().list(INSTANCE, null).get(1).id();
    String foreign = fixture.start(base, "BaseData_0");
    String strange = new StreamToken("other_1", 5, 0).text();
    String mixed = new BaseToken(channel, new byte[] {1}, 0).text();

    for (String token : List.of(foreign, strange, mixed, "", "?")) {
      assertThatThrownBy(() -> set(stranger(), token, 0))
          .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, "'" + token + "'"));
      assertThatThrownBy(() -> fixture.read(tunnel, channel, token))
          .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, "'" + token + "'"));
    }
    assertThat(stored()).isEqualTo(new Checkpoint(start, 0));
  }

  @Test
  void unknownChannelIsAWrongParameter() {
    ChannelRef nowhere = Fixture.stranger(tunnel, "no_1");

    assertThatThrownBy(() -> stored(nowhere))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, "no_1"));
    assertThatThrownBy(() -> set(nowhere, start, 1))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, "no_1"));
    assertThatThrownBy(() -> fixture.read(tunnel, "no_1", start))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, "no_1"));
  }

  private String connect() {
    return service().connect(INSTANCE, tunnel, 60, "tag");
  }

  private ChannelRef owner() {
    String client = connect();
    assertThat(service().heartbeat(INSTANCE, tunnel, client, List.of())).hasSize(1);
    return new ChannelRef(tunnel, client, channel);
  }

  private ChannelRef stranger() {
    return Fixture.stranger(tunnel, channel);
  }

  private Checkpoint stored() {
    return stored(stranger());
  }

  private Checkpoint stored(ChannelRef ref) {
    return service().checkpoint(INSTANCE, ref);
  }

  private void set(ChannelRef ref, String token, long sequence) {
    service().setCheckpoint(INSTANCE, ref, token, sequence);
  }

  private void refused(ChannelRef ref, String token, long sequence) {
    assertThatThrownBy(() -> set(ref, token, sequence))
        .satisfies(error(ErrorCode.SEQUENCE_NUMBER_NOT_MATCH, 400, ""));
  }

  private void gone(ThrowingCallable call) {
    assertThatThrownBy(call).satisfies(error(ErrorCode.RESOURCE_GONE, 410, "gone"));
  }
}
