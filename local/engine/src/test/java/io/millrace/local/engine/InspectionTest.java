package io.millrace.local.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.schema.DefinedColumn;
import io.millrace.local.engine.schema.IndexSchema;
import io.millrace.local.engine.schema.IndexType;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableChange;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.WriteBatch;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Damages a store in one way each, and expects it to be told, repaired, and then not told. */
final class InspectionTest {

  private final Fixture fixture = new Fixture();
  private List<Row> before;

  @BeforeEach
  void fill() {
    TableSchema schema =
        new TableSchema(
            Fixture.TABLE,
            Fixture.schema().key(),
            List.of(new DefinedColumn("d", ValueType.INTEGER)));
    fixture
        .instance()
        .createTable(
            TableSpec.of(schema)
                .withStream(StreamOptions.on(168))
                .withIndexes(
                    List.of(new IndexSchema("byD", List.of("d"), List.of(), IndexType.GLOBAL))));
    for (int i = 0; i < 20; i++) {
      fixture.clock.advance(Duration.ofMillis(1));
      fixture
          .instance()
          .write(
              RowWrite.put(
                  Fixture.TABLE,
                  Fixture.row(
                      "a" + i % 7, i, Cell.put("d", Value.of(i)), Cell.put("e", Value.of("x")))));
    }
    fixture.clock.advance(Duration.ofMillis(1));
    fixture
        .instance()
        .write(
            RowWrite.update(Fixture.TABLE, Fixture.row("a1", 1, Cell.put("e", Value.of("new")))));
    fixture.instance().write(RowWrite.delete(Fixture.TABLE, Row.deletion(Fixture.key("a2", 2))));
    assertThat(problems()).isEmpty();
    before = fixture.scan(Fixture.TABLE);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(problems()).isEmpty();
    fixture.reopen();
    assertThat(fixture.scan("byD")).hasSameSizeAs(fixture.scan(Fixture.TABLE));
  }

  @Test
  void lostRowIsRestoredFromTheLog() {
    damage(batch -> batch.delete(rowKey("a1", 1)));
    repair("Row (a='a1', b=1) of table 't' of instance 'i' is not what its change log says.");
    assertThat(fixture.scan(Fixture.TABLE)).isEqualTo(before);
  }

  @Test
  void changedRowIsRestoredFromTheLog() {
    byte[] value = store().get(rowKey("a1", 1));
    StoredRow row = StoredRow.decode(value);
    StoredRow wrong = new StoredRow(row.touched(), Arrays.copyOf(row.cells(), 1));
    damage(batch -> batch.put(rowKey("a1", 1), wrong.encode(new ByteWriter(64))));
    repair("Row (a='a1', b=1) of table 't'");
    assertThat(fixture.scan(Fixture.TABLE)).isEqualTo(before);
  }

  @Test
  void rowThatTheLogDeletedIsRemoved() {
    byte[] value = store().get(rowKey("a1", 1));
    damage(
        batch ->
            batch.put(
                rowKey("a2", 2),
                new StoredRow(0, StoredRow.decode(value).cells()).encode(new ByteWriter(64))));
    repair("Row (a='a2', b=2) of table 't'");
    assertThat(fixture.scan(Fixture.TABLE)).isEqualTo(before);
  }

  @Test
  void unreadableRowIsRestoredFromTheLog() {
    damage(batch -> batch.put(rowKey("a1", 1), new byte[] {1, 2, 3}));
    repair("A row of table 't' of instance 'i' cannot be read");
    assertThat(fixture.scan(Fixture.TABLE)).isEqualTo(before);
  }

  @Test
  void lostRecordsEndTheLogBeforeThem() {
    List<byte[]> segments = keys(KeySpace.allSegments());
    damage(batch -> segments.forEach(batch::delete));
    repair("The change log of table 't' of instance 'i' lacks the last change of row");
    assertThat(fixture.scan(Fixture.TABLE)).isEqualTo(before);
    String stream = fixture.instance().streams(Fixture.TABLE).get(0).streamId();
    fixture
        .instance()
        .shards(stream)
        .forEach(
            shard ->
                assertThat(
                        fixture
                            .instance()
                            .readLog(stream, shard.id(), shard.startPosition(), 100, 1 << 20)
                            .records())
                    .isZero());
  }

  @Test
  void unreadableRecordsEndTheLogBeforeThem() {
    byte[] segment = keys(KeySpace.allSegments()).get(0);
    byte[] value = store().get(segment).clone();
    value[value.length / 2] ^= 4;
    damage(batch -> batch.put(segment, value));
    repair("Changes of table 't' of instance 'i' up to ");
    assertThat(fixture.scan(Fixture.TABLE)).isEqualTo(before);
  }

  @Test
  void missingEntryIsMadeAnew() {
    byte[] entry = keys(KeySpace.rows(idOf("byD"))).get(3);
    damage(batch -> batch.delete(entry));
    repair("The entry of row");
    assertThat(store().get(entry)).isNotNull();
  }

  @Test
  void entryOfNoRowIsRemoved() {
    byte[] entry = keys(KeySpace.rows(idOf("byD"))).get(3).clone();
    entry[KeySpace.ROW_PREFIX_LENGTH + 6] ^= 1;
    byte[] value = store().get(keys(KeySpace.rows(idOf("byD"))).get(3));
    damage(batch -> batch.put(entry, value));
    repair("An entry of index 'byD' of instance 'i' is that of no row of table 't'");
    assertThat(store().get(entry)).isNull();
  }

  @Test
  void rowsOfNoTableAreRemoved() {
    byte[] key = KeySpace.rows(4711);
    damage(batch -> batch.put(key, new byte[] {1, 0}));
    repair("There are rows of a table that is not there (number 4711).");
    assertThat(store().get(key)).isNull();
  }

  @Test
  void changesOfNoStreamAreRemoved() {
    byte[] key = KeySpace.segment(4711, 1);
    damage(batch -> batch.put(key, new byte[] {0}));
    repair("There are changes of a stream that is not there (number 4711).");
    assertThat(store().get(key)).isNull();
  }

  @Test
  void instanceOfTableIsMadeAgain() {
    damage(batch -> batch.delete(KeySpace.instance("i")));
    repair("Instance 'i' is missing");
    fixture.reopen();
    assertThat(fixture.scan(Fixture.TABLE)).isEqualTo(before);
  }

  @Test
  void counterOfTablesIsSetAnew() {
    damage(batch -> batch.put(KeySpace.NEXT_ID, KeySpace.ofLong(1)));
    repair("The counter of tables stands below a table that is there.");
  }

  @Test
  void counterOfKeysIsSetAnew() {
    fixture
        .instance()
        .createTable(
            TableSpec.of(
                new TableSchema(
                    "auto",
                    List.of(
                        new KeyColumn("a", ValueType.STRING),
                        new KeyColumn("b", ValueType.INTEGER, true)))));
    Row row =
        Row.of(
            io.millrace.protocol.model.PrimaryKey.of(
                Fixture.column("a", Value.of("x")), Fixture.column("b", Value.AUTO_INCREMENT)));
    fixture.instance().write(RowWrite.put("auto", row));
    damage(batch -> batch.delete(KeySpace.autoIncrement(idOf("auto"))));
    repair("The counter of table 'auto' of instance 'i' stands at 0, below a row's 1.");
    fixture.instance().deleteTable("auto");
  }

  @Test
  void unreadableDefinitionTakesItsTable() {
    fixture
        .instance()
        .createTable(TableSpec.of(new TableSchema("u", Fixture.schema().key(), List.of())));
    damage(batch -> batch.put(KeySpace.table("i", "u"), new byte[] {1, 2}));
    repair("The definition of table 'u' of instance 'i' cannot be read");
    fixture.reopen();
    assertThat(fixture.instance().tableNames()).containsExactly("byD", Fixture.TABLE);
  }

  @Test
  void indexThatIsGoneIsForgotten() {
    damage(
        batch -> {
          batch.delete(KeySpace.table("i", "byD"));
          byte[] rows = KeySpace.rows(idOf("byD"));
          batch.deleteRange(rows, KeySpace.after(rows));
        });
    repair("The table 't' of instance 'i' names an index that is not there.");
    fixture.reopen();
    assertThat(fixture.scan(Fixture.TABLE)).isEqualTo(before);
    fixture
        .instance()
        .createIndex(
            Fixture.TABLE, new IndexSchema("byD", List.of("d"), List.of(), IndexType.GLOBAL), true);
  }

  @Test
  void changeOfWhatIsKeptIsNoDamage() {
    fixture.instance().deleteTable(Fixture.TABLE);
    fixture.instance().createTable(Fixture.spec().withStream(StreamOptions.on(168)));
    for (int i = 0; i < 3; i++) {
      fixture.clock.advance(Duration.ofMillis(1));
      fixture
          .instance()
          .write(RowWrite.update(Fixture.TABLE, Fixture.row("a", 1, Cell.put("c", Value.of(i)))));
    }
    fixture.clock.advance(Duration.ofMillis(1));
    fixture.instance().updateTable(Fixture.TABLE, new TableChange(null, 3, null, null, null, null));
    fixture
        .instance()
        .write(RowWrite.update(Fixture.TABLE, Fixture.row("a", 1, Cell.put("f", Value.of(1)))));
    assertThat(problems()).isEmpty();
    fixture.engine().saveSnapshot("i", "s", List.of());
    fixture.instance().deleteTable(Fixture.TABLE);
    fixture.engine().restoreSnapshot("i", "s", List.of());
    assertThat(problems()).isEmpty();
    fixture
        .instance()
        .createTable(TableSpec.of(new TableSchema("byD", Fixture.schema().key(), List.of())));
    fixture.instance().write(RowWrite.put("byD", Fixture.row("a", 1)));
  }

  @Test
  void snapshotThatLacksEntriesIsRemoved() {
    fixture.engine().saveSnapshot("i", "s", List.of());
    byte[] entry = keys(KeySpace.allCopies()).get(3);
    damage(batch -> batch.delete(entry));
    repair("Snapshot 's' of instance 'i' has ");
    assertThat(fixture.engine().snapshots("i")).isEmpty();
  }

  private KeyValueStore store() {
    return fixture.engine().store();
  }

  private long idOf(String table) {
    return fixture.instance().describeTable(table).tableId();
  }

  private byte[] rowKey(String a, long b) {
    return new KeyCodec(idOf(Fixture.TABLE), Fixture.schema().key()).encode(Fixture.key(a, b));
  }

  private List<byte[]> keys(byte[] prefix) {
    List<byte[]> keys = new ArrayList<>();
    try (Snapshot snapshot = store().snapshot();
        Cursor cursor = snapshot.ascending(prefix, KeySpace.after(prefix))) {
      while (cursor.next()) {
        keys.add(cursor.key());
      }
    }
    return keys;
  }

  private void damage(Consumer<WriteBatch> damage) {
    WriteBatch batch = new WriteBatch();
    damage.accept(batch);
    store().write(batch, Durability.BUFFERED);
  }

  private List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    Inspection.run(store(), fixture.clock.millis() * 1000, problems::add);
    return problems;
  }

  /** Repairs, as often as one repair uncovers the next, and expects the first to be told. */
  private void repair(String firstProblem) {
    List<Problem> found = problems();
    assertThat(found).isNotEmpty();
    assertThat(found.get(0).what()).startsWith(firstProblem);
    for (int i = 0; i < 3; i++) {
      problems().forEach(problem -> damage(problem.fix()));
    }
  }
}
