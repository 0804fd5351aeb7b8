package io.millrace.local.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.error.ServiceException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Clients come and go at random, some without a word, some with answers lost on the way; the server
 * restarts now and then. At any instant a channel is read and checkpointed by one of them at most,
 * and in the end every record was delivered.
 */
class RandomClientsTest {

  private static final int COMINGS_AND_GOINGS = 50;
  private static final int TIMEOUT_SECONDS = 30;
  private static final int PARTITIONS = 7;

  @TempDir Path directory;
  private Fixture fixture;
  private Random random;
  private String tunnel;
  private final List<SimulatedWorker> workers = new ArrayList<>();
  private final Set<String> delivered = new HashSet<>();
  private int written;

  @ParameterizedTest
  @CsvSource({
    "MEMORY,1",
    "MEMORY,2",
    "MEMORY,3",
    "MEMORY,4",
    "MEMORY,5",
    "DIRECTORY,6",
    "DIRECTORY,7"
  })
  void oneOwnerAtAnyInstantAndNothingLost(StoreKind kind, long seed) {
    random = new Random(seed);
    fixture = new Fixture(kind, directory, PARTITIONS);
    fixture.createTable(Fixture.TABLE);
    tunnel = fixture.createTunnel(TunnelType.STREAM);
    int changes = 0;
    while (changes < COMINGS_AND_GOINGS) {
      changes += step();
      assertOneOwner();
    }
    settle();

    assertThat(delivered).hasSize(written);
    assertThat(fixture.describe(tunnel).channels().stream().mapToLong(ChannelInfo::count).sum())
        .isEqualTo(written);
    fixture.close();
  }

  /** Does one thing; returns 1 if a client came or went. */
  private int step() {
    int dice = random.nextInt(100);
    if (workers.isEmpty() || (dice < 8 && workers.size() < 6)) {
      workers.add(new SimulatedWorker(fixture, tunnel, TIMEOUT_SECONDS));
      return 1;
    }
    SimulatedWorker worker = workers.get(random.nextInt(workers.size()));
    if (dice < 12) {
      worker.shutdown();
      workers.remove(worker);
      return 1;
    }
    if (dice < 16) {
      worker.silence();
      return 1;
    }
    if (dice < 18) {
      fixture.restart();
    } else if (dice < 30) {
      fixture.clock.advance(Duration.ofSeconds(random.nextInt(10)));
    } else if (dice < 45) {
      fixture.putAll("k" + written + "-", 20);
      written += 20;
    } else if (dice < 70) {
      beat(worker, random.nextInt(10) == 0);
    } else {
      worker.work(random.nextBoolean(), this::deliver);
    }
    return 0;
  }

  private void beat(SimulatedWorker worker, boolean answerLost) {
    if (worker.isSilent()) {
      return;
    }
    try {
      worker.heartbeat(answerLost);
    } catch (ServiceException e) {
      assertThat(e.is(ErrorCode.RESOURCE_GONE)).as("%s", e).isTrue();
      workers.remove(worker);
    }
  }

  /** Whatever workers believe, the server lets one of them at most read a channel. */
  private void assertOneOwner() {
    for (ChannelInfo channel : fixture.describe(tunnel).channels()) {
      List<String> allowed = new ArrayList<>();
      for (SimulatedWorker worker : workers) {
        if (worker.holds(channel.id()) && worker.mayRead(channel.id())) {
          allowed.add(worker.id());
        }
      }
      assertThat(allowed).as("readers of %s", channel).hasSizeLessThanOrEqualTo(1);
    }
  }

  private void deliver(String channel, Fixture.Record record) {
    delivered.add(record.key());
  }

  /** Two clients stay; in the end they share everything and read all of it. */
  private void settle() {
    workers.forEach(SimulatedWorker::silence);
    workers.clear();
    fixture.clock.advance(Duration.ofSeconds(TIMEOUT_SECONDS));
    workers.add(new SimulatedWorker(fixture, tunnel, TIMEOUT_SECONDS));
    workers.add(new SimulatedWorker(fixture, tunnel, TIMEOUT_SECONDS));
    for (int round = 0; round < 8; round++) {
      fixture.clock.advance(Duration.ofSeconds(5));
      for (SimulatedWorker worker : workers) {
        beat(worker, false);
        for (int i = 0; i < PARTITIONS; i++) {
          worker.work(true, this::deliver);
        }
      }
      assertOneOwner();
    }
    assertThat(workers).hasSize(2);
    assertThat(workers.stream().mapToInt(worker -> worker.size()))
        .containsExactlyInAnyOrder(PARTITIONS / 2, PARTITIONS - PARTITIONS / 2);
  }
}
