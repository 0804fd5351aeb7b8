package io.millrace.local.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.Changes.Change;
import io.millrace.local.engine.filter.ColumnFilter;
import io.millrace.local.engine.filter.Comparator;
import io.millrace.local.engine.filter.RowFilter;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.row.Condition;
import io.millrace.local.engine.row.RangePage;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowExistence;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.local.engine.row.WriteType;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Random operations, with restarts between them, against a sorted map. The number of steps is the
 * system property {@code millrace.model.steps}, the seed {@code millrace.model.seed}.
 */
abstract class EngineModelContract {

  private static final int MAX_VERSIONS = 3;

  private final TestClock clock = new TestClock();
  private final long seed =
      Long.getLong("millrace.model.seed", new Random().nextLong(1_000_000_000));
  private final Random random = new Random(seed);
  private final Map<String, Long> positions = new HashMap<>();
  private ModelTable model;
  private ModelTable replica;
  private Engine engine;

  /** Ends the engine, if there is one, and opens what it left. */
  abstract Engine reopen(Engine before, EngineOptions options);

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void rowsThatExpireAgreeWithSortedMap() {
    createTable(86_400);
    int steps = steps();
    for (int i = 0; i < steps; i++) {
      step("seed " + seed + " step " + i);
    }
  }

  @Test
  void rowsAndTheirLogAgreeWithSortedMap() {
    createTable(TableOptions.FOREVER);
    int steps = steps();
    for (int i = 0; i < steps; i++) {
      step("seed " + seed + " step " + i);
      if (i % 20 == 0 || i == steps - 1) {
        replayLog("seed " + seed + " step " + i);
      }
    }
  }

  private static int steps() {
    return Integer.getInteger("millrace.model.steps", 10_000);
  }

  private void createTable(int timeToLive) {
    model = new ModelTable(MAX_VERSIONS, timeToLive * 1000L);
    replica = new ModelTable(MAX_VERSIONS, -1);
    reopen();
    engine.createInstance("i");
    instance()
        .createTable(
            TableSpec.of(
                    new TableSchema(
                        "t",
                        List.of(
                            new KeyColumn("s", ValueType.STRING),
                            new KeyColumn("i", ValueType.INTEGER),
                            new KeyColumn("b", ValueType.BLOB))))
                .withOptions(new TableOptions(timeToLive, MAX_VERSIONS, 1_000_000, true))
                .withStream(StreamOptions.on(168)));
  }

  /** Brings the replica up to date by the log alone, and compares it with the table. */
  private void replayLog(String when) {
    String stream = instance().streams("t").get(0).streamId();
    for (Shard shard : instance().shards(stream)) {
      long from = positions.getOrDefault(shard.id(), shard.startPosition());
      long last = from - 1;
      for (Change change : Changes.of(instance(), stream, shard.id(), from)) {
        assertThat(change.stamp()).as(when).isGreaterThan(last);
        last = change.stamp();
        replica.apply(change.type(), change.row(), 0);
      }
      assertThat(shard.endPosition()).as(when).isEqualTo(last + 1);
      positions.put(shard.id(), last + 1);
    }
    if (random.nextInt(20) == 0) {
      engine.trim();
    }
    PrimaryKey low = key(Value.INF_MIN, Value.INF_MIN, Value.INF_MIN);
    PrimaryKey high = key(Value.INF_MAX, Value.INF_MAX, Value.INF_MAX);
    assertSame(
        when, replica.range(low, high, true, 0), model.range(low, high, true, clock.millis()));
  }

  private void step(String when) {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> write(when);
      case 4, 5 -> writeBatch(when);
      case 6, 7 -> get(when);
      case 8, 9, 10 -> range(when);
      default -> {
        if (random.nextInt(10) == 0) {
          reopen();
        } else {
          clock.advance(
              Duration.ofMillis(random.nextInt(random.nextInt(10) == 0 ? 50_000_000 : 3)));
        }
      }
    }
  }

  private void reopen() {
    if (engine != null) {
      inspect();
    }
    engine = reopen(engine, EngineOptions.defaults().withClock(clock).withPartitions(3));
  }

  /** What the check of a data directory would look at has nothing to find. */
  private void inspect() {
    List<Problem> problems = new ArrayList<>();
    Inspection.run(engine.store(), clock.millis() * 1000, problems::add);
    assertThat(problems).as("seed " + seed).isEmpty();
  }

  private Instance instance() {
    return engine.instance("i");
  }

  private void write(String when) {
    RowWrite write = randomWrite();
    boolean holds = holds(write);
    List<WriteResult> results = instance().writeBatch(List.of(write), false);
    check(when, write, holds, results.get(0));
  }

  private void writeBatch(String when) {
    List<RowWrite> writes = new ArrayList<>();
    for (int i = random.nextInt(20); i >= 0; i--) {
      writes.add(randomWrite());
    }
    List<WriteResult> results = instance().writeBatch(writes, false);
    for (int i = 0; i < writes.size(); i++) {
      check(when, writes.get(i), holds(writes.get(i)), results.get(i));
    }
  }

  private void check(String when, RowWrite write, boolean holds, WriteResult result) {
    if (holds) {
      assertThat(result.error()).as("%s: %s", when, write).isNull();
      model.apply(write.type(), write.row(), clock.millis());
    } else {
      assertThat(result.error()).as("%s: %s", when, write).isNotNull();
      assertThat(result.error().is(ErrorCode.CONDITION_CHECK_FAIL)).isTrue();
    }
  }

  private boolean holds(RowWrite write) {
    Row before = model.get(write.row().primaryKey(), clock.millis());
    Condition condition = write.condition();
    boolean exists = before != null;
    return (condition.existence() != RowExistence.EXPECT_EXIST || exists)
        && (condition.existence() != RowExistence.EXPECT_NOT_EXIST || !exists)
        && (condition.filter() == null
            || RowFilter.passes(
                condition.filter(),
                exists ? before.primaryKey() : PrimaryKey.of(),
                exists ? before.cells() : List.of()));
  }

  private RowWrite randomWrite() {
    WriteType type = WriteType.values()[random.nextInt(3)];
    PrimaryKey key = randomKey();
    Row row;
    if (type == WriteType.DELETE) {
      row = Row.deletion(key);
    } else {
      List<Cell> cells = new ArrayList<>();
      for (int i = random.nextInt(5) + (type == WriteType.UPDATE ? 1 : 0); i > 0; i--) {
        cells.add(randomCell(type));
      }
      row = Row.of(key, cells);
    }
    RowWrite write =
        switch (type) {
          case PUT -> RowWrite.put("t", row);
          case UPDATE -> RowWrite.update("t", row);
          case DELETE -> RowWrite.delete("t", row);
        };
    if (random.nextInt(3) > 0) {
      return write;
    }
    return write.when(
        new Condition(
            RowExistence.values()[random.nextInt(3)],
            random.nextBoolean()
                ? null
                : new ColumnFilter(
                    Comparator.values()[random.nextInt(8)],
                    "n" + random.nextInt(2),
                    Value.of(random.nextInt(5)),
                    random.nextBoolean(),
                    true)));
  }

  /** Columns n0 and n1 hold integers and can be incremented; the others hold anything. */
  private Cell randomCell(WriteType type) {
    boolean number = random.nextBoolean();
    String name = number ? "n" + random.nextInt(2) : "v" + random.nextInt(4);
    boolean timed = random.nextInt(3) == 0;
    long timestamp = clock.millis() + random.nextInt(5) - 3;
    if (type == WriteType.UPDATE) {
      switch (random.nextInt(6)) {
        case 0 -> {
          return Cell.deleteAllVersions(name);
        }
        case 1 -> {
          return Cell.deleteOneVersion(name, timestamp);
        }
        case 2 -> {
          return number ? Cell.increment(name, random.nextInt(3)) : Cell.deleteAllVersions(name);
        }
        default -> {}
      }
    }
    Value value = number ? Value.of(random.nextInt(5)) : randomValue();
    return timed ? Cell.put(name, value, timestamp) : Cell.put(name, value);
  }

  private Value randomValue() {
    byte[] bytes = new byte[random.nextInt(12)];
    random.nextBytes(bytes);
    return switch (random.nextInt(5)) {
      case 0 -> Value.of(random.nextLong());
      case 1 -> Value.of(random.nextDouble());
      case 2 -> Value.of(random.nextBoolean());
      case 3 -> Value.of("text " + random.nextInt());
      default -> Value.ofBinary(bytes);
    };
  }

  private PrimaryKey randomKey() {
    return key(
        Value.of("a\0b".substring(0, random.nextInt(4))),
        Value.of((random.nextInt(3) - 1) * (random.nextInt(4) == 0 ? Long.MAX_VALUE : 1L)),
        Value.ofBinary(new byte[] {(byte) random.nextInt(4), -1, 0}));
  }

  private PrimaryKey randomBound() {
    PrimaryKey key = randomKey();
    Value[] values = {key.value(0), key.value(1), key.value(2)};
    for (int i = 0; i < values.length; i++) {
      switch (random.nextInt(6)) {
        case 0 -> values[i] = Value.INF_MIN;
        case 1 -> values[i] = Value.INF_MAX;
        default -> {}
      }
    }
    return key(values[0], values[1], values[2]);
  }

  private static PrimaryKey key(Value s, Value i, Value b) {
    return PrimaryKey.of(
        new PrimaryKeyColumn("s", s), new PrimaryKeyColumn("i", i), new PrimaryKeyColumn("b", b));
  }

  private void get(String when) {
    PrimaryKey key = randomKey();
    Row row = instance().get("t", key, ReadSpec.latest().withMaxVersions(Integer.MAX_VALUE)).row();
    assertThat(row).as(when).isEqualTo(model.get(key, clock.millis()));
  }

  private void range(String when) {
    PrimaryKey one = randomBound();
    PrimaryKey other = randomBound();
    int order = one.compareTo(other);
    if (order == 0) {
      return;
    }
    boolean forward = order < 0;
    List<Row> rows = new ArrayList<>();
    PrimaryKey next = one;
    while (next != null) {
      RangePage page =
          instance()
              .range(
                  new RangeQuery(
                      "t",
                      next,
                      other,
                      forward,
                      random.nextInt(10) + 1,
                      ReadSpec.latest().withMaxVersions(Integer.MAX_VALUE)));
      rows.addAll(page.rows());
      next = page.next();
    }
    assertSame(when, rows, model.range(one, other, forward, clock.millis()));
  }

  /** Names the first row that differs rather than all of them. */
  private static void assertSame(String when, List<Row> rows, List<Row> expected) {
    for (int i = 0; i < Math.min(rows.size(), expected.size()); i++) {
      assertThat(rows.get(i)).as(when).isEqualTo(expected.get(i));
    }
    assertThat(rows).as(when).hasSameSizeAs(expected);
  }
}
