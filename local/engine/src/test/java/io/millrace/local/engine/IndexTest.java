package io.millrace.local.engine;

import static io.millrace.local.engine.Fixture.TABLE;
import static io.millrace.local.engine.Fixture.assertFails;
import static io.millrace.local.engine.Fixture.column;
import static io.millrace.local.engine.Fixture.key;
import static io.millrace.local.engine.Fixture.row;
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
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class IndexTest {

  private static final IndexSchema BY_COLOR =
      new IndexSchema("by_color", List.of("color", "b"), List.of("size"), IndexType.GLOBAL);
  private static final IndexSchema LOCAL =
      new IndexSchema("local", List.of("a", "size"), List.of(), IndexType.LOCAL);

  private final Fixture fixture = new Fixture();

  private Instance instance() {
    return fixture.instance();
  }

  private static TableSchema schema() {
    return new TableSchema(
        TABLE,
        Fixture.schema().key(),
        List.of(
            new DefinedColumn("color", ValueType.STRING),
            new DefinedColumn("size", ValueType.INTEGER)));
  }

  private void create(IndexSchema... indexes) {
    instance().createTable(TableSpec.of(schema()).withIndexes(List.of(indexes)));
  }

  @Test
  void entriesFollowTheirRows() {
    create(BY_COLOR, LOCAL);
    assertThat(instance().tableNames()).containsExactly("by_color", "local", TABLE);
    instance()
        .write(
            RowWrite.put(
                TABLE,
                row("x", 1, Cell.put("color", Value.of("red")), Cell.put("size", Value.of(7)))));
    Row red = entry("red", 1, "x", Cell.put("size", Value.of(7), fixture.now()));
    assertThat(fixture.scan("by_color")).containsExactly(red);
    assertThat(fixture.scan("local"))
        .containsExactly(
            Row.of(
                PrimaryKey.of(
                    column("a", Value.of("x")),
                    column("size", Value.of(7)),
                    column("b", Value.of(1)))));

    instance().write(RowWrite.update(TABLE, row("x", 1, Cell.put("color", Value.of("blue")))));
    Row blue = entry("blue", 1, "x", Cell.put("size", Value.of(7), fixture.now()));
    assertThat(fixture.scan("by_color")).containsExactly(blue);

    instance().write(RowWrite.update(TABLE, row("x", 1, Cell.deleteAllVersions("color"))));
    assertThat(fixture.scan("by_color")).isEmpty();
    assertThat(fixture.scan("local")).hasSize(1);

    instance().write(RowWrite.delete(TABLE, Row.deletion(key("x", 1))));
    assertThat(fixture.scan("local")).isEmpty();
  }

  @Test
  void valueOfAnotherTypeHasNoEntry() {
    create(BY_COLOR);
    instance().write(RowWrite.put(TABLE, row("x", 1, Cell.put("color", Value.of(5)))));
    assertThat(fixture.scan("by_color")).isEmpty();
    assertThat(fixture.scan(TABLE)).hasSize(1);
  }

  @Test
  void laterIndexHasRowsOfNowIfAsked() {
    instance().createTable(TableSpec.of(schema()));
    for (int i = 0; i < 1200; i++) {
      instance()
          .write(RowWrite.put(TABLE, row("x" + i, i, Cell.put("color", Value.of("c" + i % 7)))));
    }
    instance().createIndex(TABLE, BY_COLOR, true);
    assertThat(fixture.scan("by_color")).hasSize(1200);
    instance().createIndex(TABLE, LOCAL, false);
    assertThat(fixture.scan("local")).isEmpty();
    fixture.reopen();
    assertThat(instance().describeTable(TABLE).indexes()).containsExactly(BY_COLOR, LOCAL);
    instance().write(RowWrite.put(TABLE, row("x1", 1, Cell.put("size", Value.of(1)))));
    assertThat(fixture.scan("by_color")).hasSize(1199);
    assertThat(fixture.scan("local")).hasSize(1);
  }

  @Test
  void randomChangesKeepIndexAndTableInStep() {
    create(BY_COLOR, LOCAL);
    long seed = new Random().nextLong(1_000_000_000);
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      List<Cell> cells = new ArrayList<>();
      if (random.nextBoolean()) {
        cells.add(Cell.put("color", Value.of("c" + random.nextInt(3))));
      }
      if (random.nextBoolean()) {
        cells.add(Cell.put("size", Value.of(random.nextInt(3))));
      }
      String a = "x" + random.nextInt(5);
      long b = random.nextInt(5);
      switch (random.nextInt(4)) {
        case 0 -> instance().write(RowWrite.put(TABLE, Row.of(key(a, b), cells)));
        case 1 -> instance().write(RowWrite.delete(TABLE, Row.deletion(key(a, b))));
        case 2 ->
            instance().write(RowWrite.update(TABLE, row(a, b, Cell.deleteAllVersions("color"))));
        default -> {
          cells.add(Cell.put("other", Value.of(true)));
          instance().write(RowWrite.update(TABLE, Row.of(key(a, b), cells)));
        }
      }
      if (i % 50 == 0) {
        assertThat(fixture.scan("by_color"))
            .as("seed %d step %d", seed, i)
            .isEqualTo(expectedByColor());
      }
    }
  }

  private List<Row> expectedByColor() {
    return fixture.scan(TABLE).stream()
        .filter(row -> value(row, "color") != null)
        .map(
            row -> {
              Cell[] size =
                  row.cells().stream().filter(c -> c.name().equals("size")).toArray(Cell[]::new);
              return Row.of(
                  PrimaryKey.of(
                      column("color", value(row, "color")),
                      new PrimaryKeyColumn("b", row.primaryKey().value(1)),
                      new PrimaryKeyColumn("a", row.primaryKey().value(0))),
                  size);
            })
        .sorted((x, y) -> x.primaryKey().compareTo(y.primaryKey()))
        .toList();
  }

  private static Value value(Row row, String column) {
    return row.cells().stream()
        .filter(c -> c.name().equals(column))
        .findFirst()
        .map(Cell::value)
        .orElse(null);
  }

  @Test
  void indexIsReadOnly() {
    create(BY_COLOR);
    PrimaryKey key = entry("red", 1, "x").primaryKey();
    assertFails(
        "OTSParameterInvalid",
        "Can't write index table directly.",
        () -> instance().write(RowWrite.put("by_color", Row.of(key))));
    assertFails(
        "OTSParameterInvalid",
        "'by_color' is an index of table 't': change the table, or drop the index.",
        () -> instance().updateTable("by_color", TableChange.ofStream(StreamOptions.on(1))));
  }

  @Test
  void whoDeletesAllThatIsListedFindsEach() {
    create(BY_COLOR);
    assertThat(instance().tableNames()).containsExactly("by_color", Fixture.TABLE);
    instance().tableNames().forEach(instance()::deleteTable);
    assertThat(instance().tableNames()).isEmpty();
  }

  @Test
  void formOfAnIndexIsLookedAtBeforeItsTable() {
    assertFails(
        "OTSParameterInvalid",
        "The number of primary key columns must be in range: [1, 4] in index.",
        () ->
            instance()
                .createIndex(
                    "absent", new IndexSchema("i", List.of(), List.of(), IndexType.GLOBAL), false));
  }

  @Test
  void indexThatCannotBeIsRefused() {
    create();
    assertFails(
        "OTSParameterInvalid",
        "Column does not exist: 'nope'.",
        () -> createIndex("i1", List.of("nope"), List.of(), IndexType.GLOBAL));
    assertFails(
        "OTSParameterInvalid",
        "Column does not exist: 'a'.",
        () -> createIndex("i1", List.of("b"), List.of("a"), IndexType.GLOBAL));
    assertFails(
        "OTSParameterInvalid",
        "The number of primary key columns must be in range: [1, 4] in index.",
        () -> createIndex("i1", List.of(), List.of(), IndexType.GLOBAL));
    assertFails(
        "OTSParameterInvalid",
        "The first primary key column of local index 'i1' must be 'a', that of its table.",
        () -> createIndex("i1", List.of("b"), List.of(), IndexType.LOCAL));
    assertFails(
        "OTSObjectAlreadyExist",
        "Requested table already exists.",
        () -> createIndex(TABLE, List.of("b"), List.of(), IndexType.GLOBAL));
    for (int i = 0; i < 5; i++) {
      createIndex("i" + i, List.of("b"), List.of(), IndexType.GLOBAL);
    }
    assertFails(
        "OTSParameterInvalid",
        "Number of index per table exceeds the quota:5.",
        () -> createIndex("i6", List.of("b"), List.of(), IndexType.GLOBAL));
    assertFails(
        "OTSParameterInvalid",
        "A table with secondary indexes must have max versions 1, not 2.",
        () -> instance().updateTable(TABLE, TableChange.ofOptions(null, 2, null, null)));
  }

  private void createIndex(String name, List<String> key, List<String> columns, IndexType type) {
    instance().createIndex(TABLE, new IndexSchema(name, key, columns, type), true);
  }

  @Test
  void droppedIndexIsGone() {
    create(BY_COLOR, LOCAL);
    instance().dropIndex(TABLE, "by_color");
    assertThat(instance().tableNames()).containsExactly("local", TABLE);
    instance().write(RowWrite.put(TABLE, row("x", 1, Cell.put("color", Value.of("red")))));
    instance().deleteTable(TABLE);
    assertThat(instance().tableNames()).isEmpty();
    fixture.reopen();
    assertThat(instance().tableNames()).isEmpty();
  }

  @Test
  void definedColumnsComeAndGo() {
    create(BY_COLOR);
    instance().addDefinedColumns(TABLE, List.of(new DefinedColumn("more", ValueType.BLOB)));
    createIndex("by_more", List.of("more"), List.of(), IndexType.GLOBAL);
    assertFails(
        "OTSParameterInvalid",
        "Defined column 'more' is used by index 'by_more': drop the index first.",
        () -> instance().deleteDefinedColumns(TABLE, List.of("more")));
    instance().dropIndex(TABLE, "by_more");
    instance().deleteDefinedColumns(TABLE, List.of("more"));
    fixture.reopen();
    assertThat(instance().describeTable(TABLE).schema()).isEqualTo(schema());
  }

  private static Row entry(String color, long b, String a, Cell... cells) {
    return Row.of(
        PrimaryKey.of(
            column("color", Value.of(color)), column("b", Value.of(b)), column("a", Value.of(a))),
        cells);
  }

  @Test
  void indexTableHasTheRestOfTheKey() {
    create(BY_COLOR);
    assertThat(instance().describeTable("by_color").schema().key())
        .containsExactly(
            new KeyColumn("color", ValueType.STRING),
            new KeyColumn("b", ValueType.INTEGER),
            new KeyColumn("a", ValueType.STRING));
  }
}
