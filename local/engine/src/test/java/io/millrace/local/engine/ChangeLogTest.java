package io.millrace.local.engine;

import static io.millrace.local.engine.Fixture.TABLE;
import static io.millrace.local.engine.Fixture.assertFails;
import static io.millrace.local.engine.Fixture.key;
import static io.millrace.local.engine.Fixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.Changes.Change;
import io.millrace.local.engine.log.LogPage;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteType;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableChange;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChangeLogTest {

  private final Fixture fixture = new Fixture();

  private Instance instance() {
    return fixture.instance();
  }

  private String stream() {
    return instance().streams(TABLE).get(0).streamId();
  }

  private void create(StreamOptions stream) {
    instance().createTable(Fixture.spec().withStream(stream));
  }

  private void put(long b) {
    instance().write(RowWrite.put(TABLE, row("x", b, Cell.put("c", Value.of(b)))));
  }

  /** The shard that the changes of partition key x go to. */
  private Shard shard() {
    return instance().shards(stream()).stream()
        .max(Comparator.comparing(Shard::endPosition))
        .orElseThrow();
  }

  private List<Long> read(long position) {
    return Changes.of(instance(), stream(), shard().id(), position).stream()
        .map(change -> ((IntegerValue) change.row().primaryKey().value(1)).value())
        .toList();
  }

  @Test
  void recordsSayWhatWasDone() {
    create(StreamOptions.on(24));
    long now = fixture.now();
    instance().write(RowWrite.put(TABLE, row("x", 1, Cell.put("c", Value.of(1)))));
    instance()
        .write(
            RowWrite.update(
                TABLE,
                row(
                    "x",
                    1,
                    Cell.increment("c", 4),
                    Cell.put("d", Value.of("text"), now - 7),
                    Cell.deleteOneVersion("e", now - 9),
                    Cell.deleteAllVersions("f"))));
    instance().write(RowWrite.delete(TABLE, Row.deletion(key("x", 1))));
    List<Change> changes = Changes.of(instance(), TABLE);
    assertThat(changes)
        .extracting(Change::type)
        .containsExactly(WriteType.PUT, WriteType.UPDATE, WriteType.DELETE);
    assertThat(changes.get(0).row().cells()).containsExactly(Cell.put("c", Value.of(1), now));
    assertThat(changes.get(1).row().cells())
        .containsExactly(
            Cell.put("c", Value.of(5), now),
            Cell.put("d", Value.of("text"), now - 7),
            Cell.deleteOneVersion("e", now - 9),
            Cell.deleteAllVersions("f"));
    assertThat(changes.get(2).row().cells()).isEmpty();
    assertThat(changes.get(2).row().primaryKey()).isEqualTo(key("x", 1));
    assertThat(changes).allSatisfy(change -> assertThat(change.origin()).isNull());
  }

  @Test
  void namedColumnsAreKeptAsTheyWere() {
    create(new StreamOptions(true, 24, List.of("c", "e")));
    long now = fixture.now();
    instance()
        .write(
            RowWrite.put(
                TABLE, row("x", 1, Cell.put("c", Value.of(1)), Cell.put("d", Value.of(2)))));
    fixture.clock.advance(Duration.ofMillis(1));
    instance().write(RowWrite.update(TABLE, row("x", 1, Cell.put("c", Value.of(3)))));
    instance().write(RowWrite.delete(TABLE, Row.deletion(key("x", 1))));
    List<Change> changes = Changes.of(instance(), TABLE);
    assertThat(changes.get(0).origin()).isEqualTo(row("x", 1));
    assertThat(changes.get(1).origin()).isEqualTo(row("x", 1, Cell.put("c", Value.of(1), now)));
    assertThat(changes.get(2).origin()).isEqualTo(row("x", 1, Cell.put("c", Value.of(3), now + 1)));
    assertThat(instance().describeTable(TABLE).stream().orElseThrow().options().originColumns())
        .containsExactly("c", "e");
  }

  @Test
  void positionIsATime() {
    create(StreamOptions.on(24));
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      times.add(fixture.now() * 1000);
      put(i);
      fixture.clock.advance(Duration.ofSeconds(1));
    }
    assertThat(read(times.get(0))).containsExactly(0L, 1L, 2L, 3L, 4L);
    assertThat(read(times.get(3) - 1)).containsExactly(3L, 4L);
    assertThat(read(times.get(3) + 1)).containsExactly(4L);
    assertThat(read(shard().endPosition())).isEmpty();
  }

  @Test
  void readingAgainFromAPositionGivesTheSame() {
    create(StreamOptions.on(24));
    List<RowWrite> writes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      writes.add(RowWrite.put(TABLE, row("x", i)));
    }
    instance().writeBatch(writes, true);
    instance().writeBatch(writes.subList(0, 50), true);
    Shard shard = shard();
    LogPage whole = instance().readLog(stream(), shard.id(), 0, 1000, 1 << 20);
    assertThat(whole.records()).isEqualTo(150);
    List<Change> all = Changes.decode(whole.chunks());
    for (int maxRecords : new int[] {1, 3, 60, 100, 149}) {
      List<Change> paged = new ArrayList<>();
      long position = 0;
      LogPage page;
      do {
        page = instance().readLog(stream(), shard.id(), position, maxRecords, 1 << 20);
        assertThat(page.records()).isLessThanOrEqualTo(maxRecords);
        assertThat(page.chunks().stream().mapToInt(chunk -> chunk.length()).sum())
            .isEqualTo(page.bytes());
        assertThat(
                Changes.decode(
                    instance()
                        .readLog(stream(), shard.id(), position, maxRecords, 1 << 20)
                        .chunks()))
            .isEqualTo(Changes.decode(page.chunks()));
        paged.addAll(Changes.decode(page.chunks()));
        position = page.nextPosition();
      } while (page.records() > 0);
      assertThat(paged).isEqualTo(all);
    }
    LogPage small = instance().readLog(stream(), shard.id(), 0, 1000, 1);
    assertThat(small.records()).isEqualTo(1);
    LogPage bounded = instance().readLog(stream(), shard.id(), 0, 1000, 3000);
    assertThat(bounded.bytes()).isBetween(2900, 3000);
  }

  @Test
  void stampsRiseOverRestartsAndClocksThatGoBack() {
    create(StreamOptions.on(24));
    put(1);
    put(2);
    fixture.clock.advance(Duration.ofDays(-30));
    put(3);
    fixture.reopen();
    put(4);
    fixture.clock.advance(Duration.ofDays(60));
    long end = shard().endPosition();
    fixture.engine().trim();
    fixture.clock.advance(Duration.ofDays(-60));
    fixture.reopen();
    assertThat(shard().endPosition()).isEqualTo(end);
    put(5);
    assertThat(read(end)).containsExactly(5L);
  }

  @Test
  void whatIsTooOldIsAnErrorBeforeAndAfterItIsTrimmed() {
    create(StreamOptions.on(24));
    long start = shard().startPosition();
    put(1);
    fixture.clock.advance(Duration.ofHours(24));
    assertThat(read(start)).containsExactly(1L);
    put(2);
    long kept = fixture.now() * 1000;
    fixture.clock.advance(Duration.ofMillis(1));
    assertTrimmed(start);
    assertThat(read(kept)).containsExactly(2L);
    fixture.engine().trim();
    assertTrimmed(start);
    assertThat(read(kept)).containsExactly(2L);
    assertThat(read(shard().startPosition())).containsExactly(2L);
    fixture.reopen();
    assertTrimmed(start);
    assertThat(read(shard().startPosition())).containsExactly(2L);
  }

  @Test
  void idleShardCanBeReadFromItsOldPosition() {
    create(StreamOptions.on(24));
    put(1);
    long end = shard().endPosition();
    fixture.clock.advance(Duration.ofDays(30));
    fixture.engine().trim();
    assertThat(read(end)).isEmpty();
    put(2);
    assertThat(read(end)).containsExactly(2L);
  }

  private void assertTrimmed(long position) {
    assertFails(
        "OTSTrimmedDataAccess",
        "Requested stream data is already trimmed or does not exist.",
        () -> instance().readLog(stream(), shard().id(), position, 10, 1000));
  }

  @Test
  void streamTurnedOffAndOnIsANewOne() {
    create(StreamOptions.on(24));
    put(1);
    String before = stream();
    instance().updateTable(TABLE, TableChange.ofStream(StreamOptions.OFF));
    assertThat(instance().streams(TABLE)).isEmpty();
    put(2);
    instance().updateTable(TABLE, TableChange.ofStream(StreamOptions.on(48)));
    assertThat(stream()).isNotEqualTo(before);
    assertFails(
        "OTSObjectNotExist", "Requested stream does not exist.", () -> instance().shards(before));
    put(3);
    assertThat(read(0)).containsExactly(3L);
    assertThat(instance().stream(stream()).retentionHours()).isEqualTo(48);
  }

  @Test
  void recreatedTableHasNothingOfTheOldOne() {
    create(StreamOptions.on(24));
    put(1);
    long id = instance().describeTable(TABLE).tableId();
    instance().deleteTable(TABLE);
    create(StreamOptions.on(24));
    assertThat(fixture.scan(TABLE)).isEmpty();
    assertThat(Changes.of(instance(), TABLE)).isEmpty();
    assertThat(instance().describeTable(TABLE).tableId()).isNotEqualTo(id);
  }

  @Test
  void keysAreSpreadOverShards() {
    create(StreamOptions.on(24));
    for (int i = 0; i < 1000; i++) {
      instance().write(RowWrite.put(TABLE, row("user" + i, i)));
    }
    for (Shard shard : instance().shards(stream())) {
      assertThat(Changes.of(instance(), stream(), shard.id(), 0)).hasSizeBetween(400, 600);
    }
  }
}
