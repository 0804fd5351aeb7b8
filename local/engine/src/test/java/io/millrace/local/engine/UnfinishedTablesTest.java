package io.millrace.local.engine;

import static io.millrace.local.engine.CrashingStore.crashes;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.schema.DefinedColumn;
import io.millrace.local.engine.schema.IndexSchema;
import io.millrace.local.engine.schema.IndexType;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.schema.Throughput;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills the process before each write while a table is made with its rows, and opens its store. */
final class UnfinishedTablesTest {

  private static final EngineOptions OPTIONS =
      EngineOptions.defaults().withClock(new TestClock()).withPartitions(2);
  private static final TableName NAME = new TableName("i", Fixture.TABLE);

  @TempDir private Path parent;

  @Test
  void crashLeavesTheTableWholeOrNothingOfIt() {
    int crashes = 0;
    for (boolean done = false; !done; crashes++) {
      KeyValueStore kept = new MemoryStore();
      CrashingStore store = new CrashingStore(kept);
      Engine engine = Engine.open(store, OPTIONS);
      engine.createInstance("i");
      engine.createInstance("other");
      engine.instance("other").createTable(Fixture.spec());
      List<String> before = kinds(kept);
      store.crashAfter(crashes);
      done = !crashes(() -> make(engine));
      Engine again = Engine.open(kept, OPTIONS);
      assertThat(again.instance("i").tableNames())
          .as("after %d writes", crashes)
          .containsExactlyElementsOf(done ? List.of("by_n", Fixture.TABLE) : List.of());
      assertThat(again.instance("other").tableNames()).containsExactly(Fixture.TABLE);
      if (!done) {
        assertThat(kinds(kept)).isEqualTo(before);
        make(again);
        assertThat(Engine.open(kept, OPTIONS).instance("i").tableNames())
            .containsExactly("by_n", Fixture.TABLE);
      }
    }
    assertThat(crashes).as("writes of the making").isGreaterThan(5);
  }

  @Test
  void checkTellsOfItAndRepairRemovesIt() {
    Path directory = parent.resolve("data");
    CrashingStore store = new CrashingStore(RocksStore.open(directory));
    try (Engine engine = Engine.open(store, OPTIONS)) {
      engine.createInstance("i");
      store.crashAfter(4);
      assertThat(crashes(() -> make(engine))).isTrue();
    }
    String begun = "Table 't' of instance 'i' was begun by a seed that did not end";
    assertThat(DataCheck.check(directory, OPTIONS.clock()).sentences())
        .containsExactly(begun + ": the next start of the server, or a repair, removes it.");
    assertThat(DataCheck.repair(directory, OPTIONS.clock()).sentences())
        .containsExactly(begun + ". It was removed.");
    assertThat(DataCheck.check(directory, OPTIONS.clock()).sentences()).isEmpty();
    try (Engine again = Engine.open(RocksStore.open(directory), OPTIONS)) {
      assertThat(again.instance("i").tableNames()).isEmpty();
    }
  }

  private static void make(Engine engine) {
    engine.beginTables(List.of(NAME));
    Instance instance = engine.instance("i");
    instance.createTable(
        new TableSpec(
            new TableSchema(
                Fixture.TABLE,
                Fixture.schema().key(),
                List.of(new DefinedColumn("n", ValueType.INTEGER))),
            TableOptions.DEFAULT,
            StreamOptions.on(24),
            Throughput.NONE,
            List.of(),
            false,
            List.of(new IndexSchema("by_n", List.of("n"), List.of(), IndexType.GLOBAL))));
    for (int i = 0; i < 5; i++) {
      instance.write(
          RowWrite.put(Fixture.TABLE, Fixture.row("k" + i, i, Cell.put("n", Value.of((long) i)))));
    }
    engine.finishTables();
  }

  /** What kinds of keys the store has, but for the counter of ids, each as often as it has them. */
  private static List<String> kinds(KeyValueStore store) {
    List<String> kinds = new ArrayList<>();
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.ascending(new byte[] {2}, new byte[] {(byte) 0xff})) {
      while (cursor.next()) {
        kinds.add(Integer.toHexString(cursor.key()[0]));
      }
    }
    return kinds;
  }
}
