package io.millrace.local.engine;

import static io.millrace.local.engine.CrashingStore.crashes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.MemoryStore;
import io.millrace.local.engine.store.RocksStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the process before each write of a restore, or of a snapshot, and opens its store. */
final class RestoreTest {

  private static final int ROWS = 150;
  private static final int VALUE_BYTES = 64 << 10;
  private static final long LARGEST_BATCH = (4 << 20) + 2 * VALUE_BYTES;
  private static final EngineOptions OPTIONS =
      EngineOptions.defaults().withClock(new TestClock()).withPartitions(2);

  @TempDir private Path parent;

  /** An instance that was changed after its snapshot. */
  private static final class Changed {
    final KeyValueStore kept = new MemoryStore();
    final CrashingStore store = new CrashingStore(kept);
    final Engine engine = filled(store);
    final Map<String, Integer> atSnapshot = contents(engine);
    final Map<String, Integer> now;

    Changed() {
      engine.saveSnapshot("i", "s", List.of());
      change(engine);
      now = contents(engine);
    }

    /** Does some work, of which only so many writes succeed; tells whether that was all of it. */
    boolean done(int writes, Runnable work) {
      store.crashAfter(writes);
      boolean crashed = crashes(work);
      assertThat(store.largestBatch()).isLessThan(LARGEST_BATCH);
      return !crashed;
    }
  }

  @Test
  void crashLeavesTheInstanceAsItWasOrAsTheSnapshotIs() {
    int crashes = 0;
    for (boolean done = false; !done; crashes++) {
      Changed changed = new Changed();
      done = changed.done(crashes, () -> changed.engine.restoreSnapshot("i", "s", List.of()));
      Engine again = Engine.open(changed.kept, OPTIONS);
      assertThat(contents(again)).isEqualTo(crashes == 0 ? changed.now : changed.atSnapshot);
      assertThat(problems(changed.kept)).isEmpty();
      again.restoreSnapshot("i", "s", List.of());
      assertThat(contents(again)).isEqualTo(changed.atSnapshot);
    }
    assertThat(crashes).as("writes of a restore").isGreaterThan(3);
  }

  @Test
  void crashLeavesTheEarlierSnapshotUntilTheLaterIsWhole() {
    int crashes = 0;
    for (boolean done = false; !done; crashes++) {
      Changed changed = new Changed();
      done = changed.done(crashes, () -> changed.engine.saveSnapshot("i", "s", List.of()));
      Engine again = Engine.open(changed.kept, OPTIONS);
      assertThat(entriesOfCopies(changed.kept)).isEqualTo(again.snapshots("i").get(0).entries());
      again.dropInstance("i");
      again.restoreSnapshot("i", "s", List.of());
      assertThat(contents(again)).isEqualTo(done ? changed.now : changed.atSnapshot);
      again.dropSnapshot("i", "s");
      assertThat(entriesOfCopies(changed.kept)).isZero();
    }
    assertThat(crashes).as("writes of a snapshot").isGreaterThan(2);
  }

  @Test
  void restoreThatFailedIsToBeRepeated() {
    CrashingStore store = new CrashingStore(new MemoryStore());
    Engine engine = filled(store);
    Map<String, Integer> snapshot = contents(engine);
    engine.saveSnapshot("i", "s", List.of());
    change(engine);
    store.crashAfter(2);
    assertThat(crashes(() -> engine.restoreSnapshot("i", "s", List.of()))).isTrue();
    store.crashAfter(Integer.MAX_VALUE);
    String expected =
        "Instance i could not be set back to its snapshot s, and is not there until it is: restore it again.";
    assertThatThrownBy(() -> engine.createInstance("i")).hasMessage(expected);
    assertThatThrownBy(() -> engine.dropSnapshot("i", "s")).hasMessage(expected);
    engine.restoreSnapshot("i", "s", List.of());
    assertThat(contents(engine)).isEqualTo(snapshot);
    assertThat(problems(store)).isEmpty();
  }

  @Test
  void checkTellsOfARestoreThatDidNotEndAndRepairEndsIt() {
    Path directory = parent.resolve("data");
    CrashingStore store = new CrashingStore(RocksStore.open(directory));
    Engine engine = filled(store);
    Map<String, Integer> snapshot = contents(engine);
    engine.saveSnapshot("i", "s", List.of());
    change(engine);
    store.crashAfter(2);
    assertThat(crashes(() -> engine.restoreSnapshot("i", "s", List.of()))).isTrue();
    engine.close();
    assertThat(DataCheck.check(directory, OPTIONS.clock()).sentences())
        .containsExactly(
            "Instance 'i' was being set back to a snapshot: the next start of the server, or a repair, ends that.");
    assertThat(DataCheck.repair(directory, OPTIONS.clock()).sentences())
        .containsExactly("Instance 'i' was being set back to a snapshot. It is now.");
    assertThat(DataCheck.check(directory, OPTIONS.clock()).sentences()).isEmpty();
    try (Engine again = Engine.open(RocksStore.open(directory), OPTIONS)) {
      assertThat(contents(again)).isEqualTo(snapshot);
    }
  }

  private static Engine filled(KeyValueStore store) {
    Engine engine = Engine.open(store, OPTIONS);
    engine.createInstance("i");
    engine.instance("i").createTable(Fixture.spec().withStream(StreamOptions.on(24)));
    write(engine, 0, ROWS, 1);
    return engine;
  }

  private static void change(Engine engine) {
    write(engine, ROWS / 2, ROWS + 10, 2);
    for (int i = 0; i < 10; i++) {
      engine.instance("i").write(RowWrite.delete(Fixture.TABLE, Fixture.row("k" + i, i)));
    }
    engine
        .instance("i")
        .createTable(
            TableSpec.of(
                new TableSchema(
                    "later", List.of(new KeyColumn("a", ValueType.STRING)), List.of())));
  }

  private static void write(Engine engine, int from, int to, long value) {
    byte[] large = new byte[VALUE_BYTES];
    for (int i = from; i < to; i++) {
      engine
          .instance("i")
          .write(
              RowWrite.put(
                  Fixture.TABLE,
                  Fixture.row(
                      "k" + i,
                      i,
                      Cell.put("large", Value.ofBinary(large)),
                      Cell.put("n", Value.of(value)))));
    }
  }

  /** What an instance holds: its tables, and the stored form of each row. */
  private static Map<String, Integer> contents(Engine engine) {
    Map<String, Integer> contents = new TreeMap<>();
    for (String table : engine.instance("i").tableNames()) {
      byte[] rows = KeySpace.rows(engine.instance("i").describeTable(table).tableId());
      int hash = 1;
      try (Snapshot snapshot = engine.store().snapshot();
          Cursor cursor = snapshot.ascending(rows, KeySpace.after(rows))) {
        while (cursor.next()) {
          hash = 31 * hash + java.util.Arrays.hashCode(cursor.key());
          hash = 31 * hash + java.util.Arrays.hashCode(cursor.value());
        }
      }
      contents.put(table, hash);
    }
    return contents;
  }

  private static long entriesOfCopies(KeyValueStore store) {
    byte[] all = KeySpace.allCopies();
    long entries = 0;
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.ascending(all, KeySpace.after(all))) {
      while (cursor.next()) {
        entries++;
      }
    }
    return entries;
  }

  private static List<Problem> problems(KeyValueStore store) {
    List<Problem> problems = new ArrayList<>();
    Inspection.run(store, OPTIONS.clock().millis() * 1000, problems::add);
    return problems;
  }
}
