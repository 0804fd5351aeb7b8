package io.millrace.local.tunnel;

import static io.millrace.local.tunnel.Fixture.INSTANCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.local.engine.log.Shard;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Shards are split and merged under a tunnel that is being read. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class SplitTest extends TunnelTestBase {

  private static final int KEYS = 60;

  private String tunnel;
  private final Map<String, Long> written = new HashMap<>();

  @BeforeEach
  void onePartition() {
    fixture.close();
    fixture = new Fixture(kind, directory.resolve("one"), 1);
    fixture.createTable(Fixture.TABLE);
    tunnel = fixture.createTunnel(TunnelType.STREAM);
  }

  @Test
  void clientThatNeverConnectsFollowsThreeLevels() {
    Replay replay = new Replay();
    for (int level = 0; level < 3; level++) {
      writeEachKey();
      splitOpenShards();
      writeEachKey();
      assertThat(shown(ChannelStatus.OPEN)).hasSize(1 << level);
      assertThat(shown(ChannelStatus.WAIT)).hasSize(2 << level);
      for (String parent : shown(ChannelStatus.OPEN)) {
        replay.takeAll(fixture.drain(tunnel, parent));
        assertThat(fixture.channel(tunnel, parent).status()).isEqualTo(ChannelStatus.TERMINATED);
      }
      assertThat(shown(ChannelStatus.WAIT)).isEmpty();
    }
    shown(ChannelStatus.OPEN).forEach(leaf -> replay.takeAll(fixture.drain(tunnel, leaf)));

    assertThat(replay.last).isEqualTo(written);
    assertThat(replay.count).isEqualTo(3 * 2 * KEYS);
    assertThat(fixture.describe(tunnel).channels()).hasSize(1 + 2 + 4 + 8);
    assertThat(fixture.channelIds(tunnel))
        .allSatisfy(id -> assertThat(id.split("_", -1)).hasSize(2));
  }

  @Test
  void workersFollowSplitsAndMergesWhileRowsAreWritten() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong passes = new AtomicLong();
    ExecutorService thread =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "split-writer"));
    Future<?> writer =
        thread.submit(
            () -> {
              while (!stop.get()) {
                writeEachKey();
                passes.incrementAndGet();
              }
            });
    List<SimulatedWorker> workers =
        List.of(new SimulatedWorker(fixture, tunnel, 60), new SimulatedWorker(fixture, tunnel, 60));
    Replay replay = new Replay();
    Random random = new Random(5);
    Set<String> begun = new HashSet<>();
    BiConsumer<String, Fixture.Record> take =
        (channel, record) -> {
          if (begun.add(channel)) {
            assertParentsTerminated(channel);
          }
          replay.take(record);
        };
    for (int round = 0; round < 12; round++) {
      if (round == 1 || round == 3 || round == 5) {
        awaitWholePass(passes); // So that each shard has records, and its channel begins.
        splitOpenShards();
      } else if (round == 8) {
        awaitWholePass(passes);
        mergeTwoShards();
      }
      for (SimulatedWorker worker : workers) {
        worker.heartbeat(false);
        worker.work(random.nextBoolean(), take);
      }
    }
    awaitWholePass(passes);
    stop.set(true);
    writer.get(60, TimeUnit.SECONDS);
    thread.shutdown();
    // A quick writer leaves many rows; each round reads at least a page of them.
    for (int round = 0; round < 4_000 && !replay.last.equals(written); round++) {
      for (SimulatedWorker worker : workers) {
        worker.heartbeat(false);
        worker.work(true, take);
      }
    }

    assertThat(replay.last).isEqualTo(written);
    assertThat(begun).hasSizeGreaterThan(8);
  }

  /** Waits until a pass over all keys that began after this call has ended. */
  private static void awaitWholePass(AtomicLong passes) {
    long begun = passes.get();
    await().atMost(60, TimeUnit.SECONDS).until(() -> passes.get() >= begun + 2);
  }

  @Test
  void mergedShardIsReadAfterBothOfItsParents() {
    writeEachKey();
    splitOpenShards();
    writeEachKey();
    mergeTwoShards();
    writeEachKey();
    Replay replay = new Replay();
    String merged = fixture.channelIds(tunnel).get(3);

    replay.takeAll(fixture.drain(tunnel, fixture.channelIds(tunnel).get(0)));
    replay.takeAll(fixture.drain(tunnel, fixture.channelIds(tunnel).get(1)));
    assertThat(fixture.channel(tunnel, merged).status()).isEqualTo(ChannelStatus.WAIT);
    replay.takeAll(fixture.drain(tunnel, fixture.channelIds(tunnel).get(2)));
    assertThat(fixture.channel(tunnel, merged).status()).isEqualTo(ChannelStatus.OPEN);
    replay.takeAll(fixture.drain(tunnel, merged));

    assertThat(replay.last).isEqualTo(written);
    assertThat(replay.count).isEqualTo(3 * KEYS);
  }

  @Test
  void splitDuringTheRowsChangesNothingOfThem() {
    fixture.putAll("row", 500);
    String both = fixture.createTunnel(TunnelType.BASE_AND_STREAM);
    splitOpenShards();
    writeEachKey();
    splitOpenShards();
    Replay replay = new Replay();

    assertThat(fixture.drain(both, "BaseData_0")).hasSizeGreaterThanOrEqualTo(500);
    for (int level = 0; level < 3; level++) {
      List<String> open =
          fixture.describe(both).channels().stream()
              .filter(channel -> channel.status() == ChannelStatus.OPEN)
              .map(ChannelInfo::id)
              .toList();
      assertThat(open).hasSize(1 << level);
      open.forEach(channel -> replay.takeAll(fixture.drain(both, channel)));
    }

    assertThat(replay.last).isEqualTo(written);
  }

  @Test
  void newTunnelBeginsAtTheLeaves() {
    splitOpenShards();
    splitOpenShards();

    String latest =
        fixture
            .service()
            .create(
                INSTANCE,
                new NewTunnel(Fixture.TABLE, "latest", TunnelType.STREAM, StreamConfig.LATEST));

    assertThat(fixture.channelIds(latest)).hasSize(4);
    assertThat(fixture.describe(latest).channels())
        .allSatisfy(channel -> assertThat(channel.status()).isEqualTo(ChannelStatus.OPEN));
  }

  @Test
  void newTunnelFromTheEarliestHasTheTree() {
    writeEachKey();
    splitOpenShards();
    writeEachKey();
    splitOpenShards();
    writeEachKey();
    String earliest =
        fixture
            .service()
            .create(
                INSTANCE,
                new NewTunnel(Fixture.TABLE, "earliest", TunnelType.STREAM, StreamConfig.EARLIEST));
    Replay replay = new Replay();

    assertThat(fixture.channelIds(earliest)).hasSize(7);
    for (int level = 0; level < 3; level++) {
      List<String> open =
          fixture.describe(earliest).channels().stream()
              .filter(channel -> channel.status() == ChannelStatus.OPEN)
              .map(ChannelInfo::id)
              .toList();
      assertThat(open).hasSize(1 << level);
      open.forEach(channel -> replay.takeAll(fixture.drain(earliest, channel)));
    }

    assertThat(replay.last).isEqualTo(written);
    assertThat(replay.count).isEqualTo(3 * KEYS);
  }

  private void assertParentsTerminated(String channel) {
    List<Shard> shards = shards();
    Shard shard = shards.stream().filter(s -> s.id().equals(channel)).findFirst().orElseThrow();
    for (String parent : new String[] {shard.parentId(), shard.parentSiblingId()}) {
      if (parent != null) {
        assertThat(fixture.channel(tunnel, parent).status()).isEqualTo(ChannelStatus.TERMINATED);
      }
    }
  }

  private List<String> shown(ChannelStatus status) {
    return fixture.describe(tunnel).channels().stream()
        .filter(channel -> channel.status() == status)
        .map(ChannelInfo::id)
        .toList();
  }

  private void writeEachKey() {
    for (int key = 0; key < KEYS; key++) {
      long value = written.merge("k" + key, 1L, Long::sum);
      fixture.put("k" + key, value);
    }
  }

  private void splitOpenShards() {
    for (Shard shard : shards()) {
      if (!shard.closed()) {
        fixture.engine().instance(INSTANCE).splitShard(stream(), shard.id());
      }
    }
  }

  private void mergeTwoShards() {
    List<Shard> open = shards().stream().filter(shard -> !shard.closed()).toList();
    fixture.engine().instance(INSTANCE).mergeShards(stream(), open.get(0).id(), open.get(1).id());
  }

  private List<Shard> shards() {
    return fixture.engine().instance(INSTANCE).shards(stream());
  }

  private String stream() {
    return fixture.describe(tunnel).tunnel().streamId();
  }

  /** Takes records and checks that no key goes back in time. */
  private static final class Replay {
    private final Map<String, Long> last = new HashMap<>();
    private int count;

    void takeAll(List<Fixture.Record> records) {
      records.forEach(this::take);
    }

    void take(Fixture.Record record) {
      if (record.key().startsWith("k")) {
        assertThat(record.value())
            .as("value of %s after %s", record.key(), last.get(record.key()))
            .isEqualTo(last.getOrDefault(record.key(), 0L) + 1);
        last.put(record.key(), record.value());
        count++;
      }
    }
  }
}
