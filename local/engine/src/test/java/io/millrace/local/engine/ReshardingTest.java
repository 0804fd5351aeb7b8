package io.millrace.local.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.engine.Changes.Change;
import io.millrace.local.engine.log.LogPage;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.PartitionRange;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.store.MemoryStore;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.StringValue;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ReshardingTest {

  private final MemoryStore store = new MemoryStore();
  private Engine engine = Engine.open(store, options());

  private static EngineOptions options() {
    return EngineOptions.defaults().withClock(new TestClock()).withPartitions(1);
  }

  private Instance create(PartitionRange... partitions) {
    engine.createInstance("i");
    engine
        .instance("i")
        .createTable(
            TableSpec.of(new TableSchema("t", List.of(new KeyColumn("k", ValueType.STRING))))
                .withPartitions(List.of(partitions))
                .withStream(StreamOptions.on(24)));
    return engine.instance("i");
  }

  @Test
  void changesOfAKeyStayInOrderAcrossSplitsAndMerges() {
    Instance instance = create();
    String stream = instance.streams("t").get(0).streamId();
    long seed = new Random().nextLong(1_000_000_000);
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      for (int i = 0; i < 50; i++) {
        put(instance, "key" + random.nextInt(100), round * 100L + i);
      }
      List<Shard> open = instance.shards(stream).stream().filter(s -> !s.closed()).toList();
      if (random.nextBoolean() || open.size() == 1) {
        instance.splitShard(stream, open.get(random.nextInt(open.size())).id());
      } else {
        mergeAnyTwo(instance, stream, open);
      }
      if (round % 10 == 9) {
        engine = Engine.open(store, options());
        instance = engine.instance("i");
      }
    }
    checkTree(instance, stream, "seed " + seed);
  }

  private static void mergeAnyTwo(Instance instance, String stream, List<Shard> open) {
    for (int i = 1; i < open.size(); i++) {
      try {
        Shard child = instance.mergeShards(stream, open.get(0).id(), open.get(i).id());
        assertThat(child.parentId()).isEqualTo(open.get(0).id());
        assertThat(child.parentSiblingId()).isEqualTo(open.get(i).id());
        return;
      } catch (ServiceException e) {
        assertThat(e).hasMessageContaining("not neighbours");
      }
    }
    throw new AssertionError("no shard is the neighbour of another");
  }

  /** Reads parents before children, and checks that each key's changes come in their order. */
  private static void checkTree(Instance instance, String stream, String when) {
    Map<String, Long> newest = new HashMap<>();
    Map<String, Shard> byId =
        instance.shards(stream).stream().collect(Collectors.toMap(Shard::id, s -> s));
    int changes = 0;
    for (Shard shard : instance.shards(stream)) {
      for (Change change : Changes.of(instance, stream, shard.id(), shard.startPosition())) {
        String key = ((StringValue) change.row().primaryKey().value(0)).text();
        long number = change.row().cell(0).timestamp();
        assertThat(number).as(when).isGreaterThan(newest.getOrDefault(key, -1L));
        newest.put(key, number);
        changes++;
      }
      if (shard.parentId() != null) {
        assertThat(shard.startPosition())
            .as(when)
            .isGreaterThan(byId.get(shard.parentId()).endPosition());
      }
      LogPage end = instance.readLog(stream, shard.id(), shard.endPosition(), 1, 1);
      assertThat(end.drained()).as(when).isEqualTo(shard.closed());
    }
    assertThat(changes).as(when).isEqualTo(40 * 50);
  }

  @Test
  void partitionOfKeysIsSplitBetweenItsKeys() {
    Instance instance =
        create(
            new PartitionRange(Value.INF_MIN, Value.of("m")),
            new PartitionRange(Value.of("m"), Value.INF_MAX));
    String stream = instance.streams("t").get(0).streamId();
    Shard low = instance.shards(stream).get(0);
    assertThatThrownBy(() -> instance.splitShard(stream, low.id()))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("fewer than two partition keys");
    for (String key : List.of("a", "b", "c", "d", "m", "z")) {
      put(instance, key, 1);
    }
    List<Shard> children = instance.splitShard(stream, low.id());
    assertThat(instance.describeTable("t").splitPoints()).containsExactly(key("c"), key("m"));
    put(instance, "b", 2);
    put(instance, "c", 2);
    assertThat(Changes.of(instance, stream, children.get(0).id(), 0))
        .singleElement()
        .satisfies(change -> assertThat(change.row().primaryKey()).isEqualTo(key("b")));
    assertThat(Changes.of(instance, stream, children.get(1).id(), 0))
        .singleElement()
        .satisfies(change -> assertThat(change.row().primaryKey()).isEqualTo(key("c")));
  }

  @Test
  void closedShardIsNotSplitAgain() {
    Instance instance = create();
    String stream = instance.streams("t").get(0).streamId();
    Shard shard = instance.shards(stream).get(0);
    instance.splitShard(stream, shard.id());
    assertThatThrownBy(() -> instance.splitShard(stream, shard.id()))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("is closed");
  }

  private static void put(Instance instance, String key, long number) {
    // The number travels as the version: far from the clock, but within the table's deviation.
    long version = TestClock.START.toEpochMilli() + number;
    instance.write(RowWrite.put("t", Row.of(key(key), Cell.put("n", Value.of(number), version))));
  }

  private static PrimaryKey key(String key) {
    return PrimaryKey.of(new PrimaryKeyColumn("k", Value.of(key)));
  }
}
