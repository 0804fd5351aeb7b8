package io.millrace.local.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.engine.filter.ColumnFilter;
import io.millrace.local.engine.filter.Comparator;
import io.millrace.local.engine.log.Chunk;
import io.millrace.local.engine.log.LogPage;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.row.Condition;
import io.millrace.local.engine.row.RangePage;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.ReturnContent;
import io.millrace.local.engine.row.RowExistence;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.store.MemoryStore;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EngineTest {

  private final TestClock clock = new TestClock();
  private Engine engine;
  private Instance instance;

  @BeforeEach
  void open() {
    engine = Engine.open(new MemoryStore(), EngineOptions.defaults().withClock(clock));
    engine.createInstance("i");
    instance = engine.instance("i");
    instance.createTable(
        TableSpec.of(
                new TableSchema(
                    "t",
                    List.of(
                        new KeyColumn("a", ValueType.STRING),
                        new KeyColumn("b", ValueType.INTEGER))))
            .withStream(StreamOptions.on(24)));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aRowGrowsToSixtyFourMebibytesAndNotFurther() {
    byte[] value = new byte[2 << 20];
    for (int column = 0; column < 31; column++) {
      Cell cell = Cell.put("c" + column, Value.ofBinary(value));
      instance.write(RowWrite.update("t", row("x", 1, cell)));
    }
    Cell most = Cell.put("most", Value.ofBinary(new byte[(2 << 20) - (1 << 10)]));
    instance.write(RowWrite.update("t", row("x", 1, most)));
    Cell more = Cell.put("more", Value.ofBinary(new byte[1 << 10]));
    Fixture.assertFails(
        "OTSOutOfRowSizeLimit",
        "The total data size of columns in one row exceeded the limit.",
        () -> instance.write(RowWrite.update("t", row("x", 1, more))));
    assertThat(get("x", 1).orElseThrow().size()).isEqualTo(32);
    Cell instead = Cell.put("most", Value.of(1L));
    instance.write(RowWrite.update("t", row("x", 1, instead)));
    instance.write(RowWrite.update("t", row("x", 1, more)));
  }

  @Test
  void tellsWhichTablesHaveHadLargeRows() {
    assertThat(engine.hasLargeRows("i", "t")).isFalse();
    for (int column = 0; column < 8; column++) {
      assertThat(engine.hasLargeRows("i", "t")).isFalse();
      Cell cell = Cell.put("c" + column, Value.of("v".repeat(8 << 10)));
      instance.write(RowWrite.update("t", row("x", 1, cell)));
    }
    assertThat(engine.hasLargeRows("i", "t")).isTrue();
    assertThat(engine.hasLargeRows("i", "u")).isFalse();
    assertThat(engine.hasLargeRows("j", "t")).isFalse();
    engine.saveSnapshot("i", "s", List.of());
    engine.restoreSnapshot("i", "s", List.of());
    assertThat(engine.hasLargeRows("i", "t")).isTrue();
  }

  @Test
  void putReplacesTheRow() {
    instance.write(RowWrite.put("t", row("x", 1, Cell.put("c", Value.of(1)))));
    clock.advance(Duration.ofSeconds(1));
    instance.write(RowWrite.put("t", row("x", 1, Cell.put("d", Value.of("two")))));
    assertThat(get("x", 1)).contains(row("x", 1, Cell.put("d", Value.of("two"), clock.millis())));
    assertThat(get("x", 2)).isEmpty();
  }

  @Test
  void updateChangesCells() {
    instance.write(
        RowWrite.put(
            "t", row("x", 1, Cell.put("c", Value.of(1)), Cell.put("gone", Value.of(true)))));
    WriteResult result =
        instance.write(
            RowWrite.update(
                    "t",
                    row(
                        "x",
                        1,
                        Cell.increment("c", 41),
                        Cell.deleteAllVersions("gone"),
                        Cell.put("new", Value.of(1.5))))
                .returning(ReturnContent.afterModify("c")));
    assertThat(result.row().cell(0).value()).isEqualTo(Value.of(42));
    assertThat(get("x", 1))
        .contains(
            row(
                "x",
                1,
                Cell.put("c", Value.of(42), clock.millis()),
                Cell.put("new", Value.of(1.5), clock.millis())));
  }

  @Test
  void conditionsAreChecked() {
    RowWrite write = RowWrite.put("t", row("x", 1, Cell.put("c", Value.of(1))));
    assertThatThrownBy(() -> instance.write(write.when(Condition.EXPECT_EXIST)))
        .isInstanceOfSatisfying(
            ServiceException.class, e -> assertThat(e.is(ErrorCode.CONDITION_CHECK_FAIL)).isTrue());
    instance.write(write.when(Condition.EXPECT_NOT_EXIST));
    Condition isOne =
        new Condition(
            RowExistence.EXPECT_EXIST,
            new ColumnFilter(Comparator.EQUAL, "c", Value.of(1), false, true));
    instance.write(RowWrite.put("t", row("x", 1, Cell.put("c", Value.of(2)))).when(isOne));
    List<WriteResult> results =
        instance.writeBatch(List.of(write.when(isOne), RowWrite.put("t", row("y", 1))), false);
    assertThat(results.get(0).error().is(ErrorCode.CONDITION_CHECK_FAIL)).isTrue();
    assertThat(results.get(1).error()).isNull();
    assertThat(get("y", 1)).contains(row("y", 1));
  }

  @Test
  void atomicBatchIsAllOrNothing() {
    RowWrite good = RowWrite.put("t", row("x", 1));
    RowWrite bad = RowWrite.put("t", row("x", 2)).when(Condition.EXPECT_EXIST);
    assertThat(instance.writeBatch(List.of(good, bad), true))
        .allMatch(result -> result.error().is(ErrorCode.CONDITION_CHECK_FAIL));
    assertThat(get("x", 1)).isEmpty();
    assertThat(records()).isEmpty();
  }

  @Test
  void atomicBatchMustStayInOnePartition() {
    List<RowWrite> writes = List.of(RowWrite.put("t", row("x", 1)), RowWrite.put("t", row("y", 1)));
    assertThat(instance.writeBatch(writes, true))
        .allMatch(result -> result.error().is(ErrorCode.DATA_OUT_OF_RANGE));
    assertThat(get("x", 1)).isEmpty();
  }

  @Test
  void rangesPageInBothDirections() {
    for (int i = -5; i <= 5; i++) {
      instance.write(RowWrite.put("t", row("x", i)));
    }
    assertThat(scan(true, 3)).containsExactly(-5L, -4L, -3L, -2L, -1L, 0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(scan(false, 4)).containsExactly(5L, 4L, 3L, 2L, 1L, 0L, -1L, -2L, -3L, -4L, -5L);
  }

  @Test
  void everyChangeIsLoggedOnceInOrder() {
    for (int i = 0; i < 20; i++) {
      instance.write(RowWrite.put("t", row("k" + i, i, Cell.put("c", Value.of(i)))));
    }
    instance.write(RowWrite.delete("t", Row.deletion(key("k3", 3))));
    assertThat(records()).hasSize(21);
  }

  private List<Long> scan(boolean forward, int limit) {
    PrimaryKey low = PrimaryKey.of(column("a", Value.INF_MIN), column("b", Value.INF_MIN));
    PrimaryKey high = PrimaryKey.of(column("a", Value.INF_MAX), column("b", Value.INF_MAX));
    PrimaryKey next = forward ? low : high;
    PrimaryKey end = forward ? high : low;
    List<Long> seen = new ArrayList<>();
    while (next != null) {
      RangePage page =
          instance.range(new RangeQuery("t", next, end, forward, limit, ReadSpec.latest()));
      assertThat(page.rows()).hasSizeLessThanOrEqualTo(limit);
      page.rows().forEach(row -> seen.add(((IntegerValue) row.primaryKey().value(1)).value()));
      next = page.next();
    }
    return seen;
  }

  private List<Chunk> records() {
    String stream = instance.streams("t").get(0).streamId();
    List<Chunk> all = new ArrayList<>();
    for (Shard shard : instance.shards(stream)) {
      LogPage page = instance.readLog(stream, shard.id(), shard.startPosition(), 1000, 1 << 20);
      page.chunks().forEach(chunk -> all.addAll(chunk.split()));
      assertThat(page.drained()).isFalse();
    }
    return all;
  }

  private Optional<Row> get(String a, long b) {
    return Optional.ofNullable(instance.get("t", key(a, b), ReadSpec.latest()).row());
  }

  private static Row row(String a, long b, Cell... cells) {
    return Row.of(key(a, b), cells);
  }

  private static PrimaryKey key(String a, long b) {
    return PrimaryKey.of(column("a", Value.of(a)), column("b", Value.of(b)));
  }

  private static PrimaryKeyColumn column(String name, Value value) {
    return new PrimaryKeyColumn(name, value);
  }
}
