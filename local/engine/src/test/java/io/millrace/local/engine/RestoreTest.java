package io.millrace.local.engine;

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

  @Test
  void crashLeavesTheInstanceAsItWasOrAsTheSnapshotIs() {
    int crashes = 0;
    for (boolean done = false; !done; crashes++) {
      KeyValueStore kept = new MemoryStore();
      CrashingStore store = new CrashingStore(kept);
      Engine engine = filled(store);
      Map<String, Integer> snapshot = contents(engine);
      engine.saveSnapshot("i", "s", List.of());
      change(engine);
      Map<String, Integer> before = contents(engine);
      store.crashAfter(crashes);
      done = !crashes(() -> engine.restoreSnapshot("i", "s", List.of()));
      assertThat(store.largestBatch()).isLessThan(LARGEST_BATCH);
      Engine again = Engine.open(kept, OPTIONS);
      assertThat(contents(again)).isEqualTo(crashes == 0 ? before : snapshot);
      assertThat(problems(kept)).isEmpty();
      again.restoreSnapshot("i", "s", List.of());
      assertThat(contents(again)).isEqualTo(snapshot);
    }
    assertThat(crashes).as("writes of a restore").isGreaterThan(3);
  }

  @Test
  void crashLeavesTheEarlierSnapshotUntilTheLaterIsWhole() {
    int crashes = 0;
    for (boolean done = false; !done; crashes++) {
      KeyValueStore kept = new MemoryStore();
      CrashingStore store = new CrashingStore(kept);
      Engine engine = filled(store);
      Map<String, Integer> earlier = contents(engine);
      engine.saveSnapshot("i", "s", List.of());
      change(engine);
      Map<String, Integer> later = contents(engine);
      store.crashAfter(crashes);
      done = !crashes(() -> engine.saveSnapshot("i", "s", List.of()));
      assertThat(store.largestBatch()).isLessThan(LARGEST_BATCH);
      Engine again = Engine.open(kept, OPTIONS);
      assertThat(entriesOfCopies(kept)).isEqualTo(again.snapshots("i").get(0).entries());
      again.dropInstance("i");
      again.restoreSnapshot("i", "s", List.of());
      assertThat(contents(again)).isEqualTo(done ? later : earlier);
      again.dropSnapshot("i", "s");
      assertThat(entriesOfCopies(kept)).isZero();
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

  private static boolean crashes(Runnable work) {
    try {
      work.run();
      return false;
    } catch (CrashingStore.Crash crash) {
      return true;
    }
  }
}
