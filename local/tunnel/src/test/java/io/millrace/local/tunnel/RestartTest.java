package io.millrace.local.tunnel;

import static io.millrace.local.tunnel.Fixture.INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.protocol.error.ServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restart between any two calls changes no answer. */
class RestartTest {

  @TempDir Path directory;
  private Fixture fixture;
  private int restartBefore;
  private int calls;
  private List<String> answers;

  @ParameterizedTest
  @EnumSource(StoreKind.class)
  void restartGoesUnnoticed(StoreKind kind) {
    List<String> undisturbed = run(kind, 0);
    int steps = calls;
    assertThat(steps).isGreaterThan(30);

    for (int step = 1; step <= steps; step++) {
      assertThat(run(kind, step)).as("restart before call %d", step).isEqualTo(undisturbed);
    }
  }

  private List<String> run(StoreKind kind, int restartBeforeCall) {
    restartBefore = restartBeforeCall;
    calls = 0;
    answers = new ArrayList<>();
    fixture = new Fixture(kind, directory.resolve("run" + restartBeforeCall), 2);
    try {
      scenario();
    } finally {
      fixture.close();
    }
    return answers;
  }

  private void scenario() {
    fixture.createTable(Fixture.TABLE);
    fixture.putAll("row", 300);
    String tunnel = call(() -> fixture.createTunnel(TunnelType.BASE_AND_STREAM));
    String first = call(() -> service().connect(INSTANCE, tunnel, 60, "first"));
    List<ChannelLease> base = heartbeat(tunnel, first, List.of());
    fixture.put("row1", 1_000);
    for (ChannelLease lease : base) {
      finish(tunnel, first, lease.id());
    }
    heartbeat(tunnel, first, base);
    List<ChannelLease> terminated =
        base.stream()
            .map(lease -> new ChannelLease(lease.id(), 2, ChannelStatus.TERMINATED))
            .toList();
    List<ChannelLease> streams = heartbeat(tunnel, first, terminated);
    String second = call(() -> service().connect(INSTANCE, tunnel, 60, "second"));
    heartbeat(tunnel, second, List.of());
    List<ChannelLease> told = heartbeat(tunnel, first, streams);
    read(tunnel, first, told.get(1).id(), 1);
    heartbeat(tunnel, first, told);
    heartbeat(
        tunnel,
        first,
        told.stream()
            .map(
                lease ->
                    lease.status() == ChannelStatus.CLOSING
                        ? new ChannelLease(lease.id(), lease.version() + 1, ChannelStatus.CLOSE)
                        : lease)
            .toList());
    List<ChannelLease> taken = heartbeat(tunnel, second, List.of());
    read(tunnel, second, taken.get(0).id(), 1);
    call(() -> done(() -> service().shutdown(INSTANCE, tunnel, second)));
    call(() -> refused(() -> service().heartbeat(INSTANCE, tunnel, second, List.of())));
    heartbeat(tunnel, first, List.of());
    fixture.clock.advance(Duration.ofSeconds(30));
    read(tunnel, first, taken.get(0).id(), 2);
    call(() -> service().describe(INSTANCE, TunnelRef.ofId(tunnel)).toString());
    call(() -> done(() -> service().expire(INSTANCE, tunnel)));
    call(() -> service().list(INSTANCE, null).toString());
    call(() -> done(() -> service().delete(INSTANCE, TunnelRef.ofId(tunnel))));
    call(() -> service().list(INSTANCE, null).toString());
  }

  private TunnelService service() {
    return fixture.service();
  }

  private List<ChannelLease> heartbeat(String tunnel, String client, List<ChannelLease> reported) {
    return call(() -> service().heartbeat(INSTANCE, tunnel, client, reported));
  }

  private void finish(String tunnel, String client, String channel) {
    ChannelRef ref = new ChannelRef(tunnel, client, channel);
    Checkpoint start = call(() -> service().checkpoint(INSTANCE, ref));
    RecordPage page = call(() -> service().readRecords(INSTANCE, ref, start.token()));
    call(
        () ->
            done(
                () ->
                    service()
                        .setCheckpoint(
                            INSTANCE, ref, page.nextToken(), start.sequenceNumber() + 1)));
  }

  private void read(String tunnel, String client, String channel, int expectedSequence) {
    ChannelRef ref = new ChannelRef(tunnel, client, channel);
    fixture.putAll("more" + expectedSequence, 50);
    Checkpoint start = call(() -> service().checkpoint(INSTANCE, ref));
    assertThat(start.sequenceNumber()).isEqualTo(expectedSequence - 1);
    RecordPage page = call(() -> service().readRecords(INSTANCE, ref, start.token()));
    call(
        () ->
            done(() -> service().setCheckpoint(INSTANCE, ref, page.nextToken(), expectedSequence)));
    call(
        () ->
            refused(
                () -> service().setCheckpoint(INSTANCE, ref, page.nextToken(), expectedSequence)));
    call(() -> service().readRecords(INSTANCE, ref, page.nextToken()));
  }

  private <T> T call(Supplier<T> call) {
    if (++calls == restartBefore) {
      fixture.restart();
    }
    T answer = call.get();
    answers.add(
        answer instanceof RecordPage page
            ? Fixture.records(page) + page.nextToken() + page.mayMore()
            : answer.toString());
    return answer;
  }

  private static String done(Runnable call) {
    call.run();
    return "done";
  }

  private static String refused(Runnable call) {
    try {
      call.run();
      return "accepted";
    } catch (ServiceException e) {
      return e.toString();
    }
  }
}
