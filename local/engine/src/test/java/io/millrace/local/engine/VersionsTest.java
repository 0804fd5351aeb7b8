package io.millrace.local.engine;

import static io.millrace.local.engine.Fixture.TABLE;
import static io.millrace.local.engine.Fixture.assertFails;
import static io.millrace.local.engine.Fixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.TimeRange;
import io.millrace.local.engine.schema.TableChange;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VersionsTest {

  private static final ReadSpec ALL = ReadSpec.latest().withMaxVersions(Integer.MAX_VALUE);

  private final Fixture fixture = new Fixture();

  private void create(TableOptions options) {
    fixture.instance().createTable(Fixture.spec().withOptions(options));
  }

  private void put(String column, long value, long version) {
    fixture
        .instance()
        .write(RowWrite.update(TABLE, row("x", 1, Cell.put(column, Value.of(value), version))));
  }

  private List<Long> versions(ReadSpec read) {
    Row row = fixture.get("x", 1, read);
    return row == null ? null : row.cells().stream().map(Cell::timestamp).toList();
  }

  @Test
  void newestVersionsAreKept() {
    create(new TableOptions(TableOptions.FOREVER, 3, 86_400, true));
    long now = fixture.now();
    for (long version : new long[] {now, now - 10, now + 10, now - 20}) {
      put("c", version, version);
    }
    assertThat(versions(ALL)).containsExactly(now + 10, now, now - 10);
    assertThat(versions(ReadSpec.latest())).containsExactly(now + 10);
    assertThat(versions(ReadSpec.latest().withMaxVersions(2))).containsExactly(now + 10, now);
  }

  @Test
  void theLastOfManyWritesWithinAMillisecondIsTheNewest() {
    for (int kept = 1; kept <= 3; kept++) {
      String table = "kept" + kept;
      TableSchema schema = new TableSchema(table, Fixture.schema().key());
      TableOptions options = new TableOptions(TableOptions.FOREVER, kept, 86_400, true);
      fixture.instance().createTable(TableSpec.of(schema).withOptions(options));
      for (int i = 1; i <= 9; i++) {
        Row row = row("x", 1, Cell.put("c", Value.of(i)));
        fixture.instance().write(RowWrite.update(table, row));
        assertThat(fixture.instance().get(table, Fixture.key("x", 1), ALL).row().cells())
            .hasSize(Math.min(i, kept))
            .first()
            .extracting(Cell::value)
            .isEqualTo(Value.of(i));
        if (i % 4 == 0) {
          fixture.clock.advance(Duration.ofMillis(1));
        }
      }
    }
  }

  @Test
  void timeRangeIsHalfOpen() {
    create(new TableOptions(TableOptions.FOREVER, 9, 86_400, true));
    long now = fixture.now();
    for (int i = 0; i < 5; i++) {
      put("c", i, now + i);
    }
    ReadSpec read = ALL.withMaxVersions(0);
    assertThat(versions(read.withTimeRange(new TimeRange(now + 1, now + 3))))
        .containsExactly(now + 2, now + 1);
    assertThat(versions(read.withTimeRange(TimeRange.at(now + 4)))).containsExactly(now + 4);
    assertThat(versions(read.withTimeRange(new TimeRange(0, now)))).isEmpty();
    assertThat(versions(read.withTimeRange(new TimeRange(now, now + 9)).withMaxVersions(1)))
        .containsExactly(now + 4);
  }

  @Test
  void rowIsGoneWhenItsTimeToLiveHasPassed() {
    create(new TableOptions(86_400, 2, 1_000_000, true));
    put("c", 1, fixture.now());
    fixture.clock.advance(Duration.ofSeconds(86_400));
    put("d", 1, fixture.now());
    assertThat(fixture.get("x", 1).cells()).extracting(Cell::name).containsExactly("c", "d");
    fixture.clock.advance(Duration.ofMillis(1));
    assertThat(fixture.get("x", 1).cells()).extracting(Cell::name).containsExactly("d");
    fixture.clock.advance(Duration.ofSeconds(86_400));
    assertThat(fixture.get("x", 1)).isNull();
    assertThat(fixture.scan(TABLE)).isEmpty();
  }

  @Test
  void changedOptionsHoldAtOnce() {
    create(new TableOptions(TableOptions.FOREVER, 3, 86_400, true));
    for (int i = 0; i < 3; i++) {
      put("c", i, fixture.now() - i * 1000L);
    }
    fixture.instance().updateTable(TABLE, TableChange.ofOptions(null, 2, null, null));
    assertThat(versions(ALL)).hasSize(2);
    fixture.clock.advance(Duration.ofSeconds(86_399));
    fixture.instance().updateTable(TABLE, TableChange.ofOptions(86_400, null, null, null));
    assertThat(versions(ALL)).hasSize(2);
    fixture.clock.advance(Duration.ofMillis(1500));
    assertThat(fixture.get("x", 1)).isNull();
    TableOptions options = fixture.instance().describeTable(TABLE).options();
    assertThat(options).isEqualTo(new TableOptions(86_400, 2, 86_400, true));
  }

  @Test
  void versionsFarFromTheClockAreRefused() {
    create(new TableOptions(TableOptions.FOREVER, 1, 100, true));
    long now = fixture.now();
    put("c", 1, now - 100_000);
    put("c", 1, now + 99_999);
    String message = "Invalid timestamp. Cell: 'c'.";
    assertFails("OTSParameterInvalid", message, () -> put("c", 1, now - 100_001));
    assertFails("OTSParameterInvalid", message, () -> put("c", 1, now + 100_000));
    assertFails(
        "OTSParameterInvalid",
        "Timestamp must be in range [0, INT64_MAX/1000).",
        () -> put("c", 1, Long.MAX_VALUE / 1000));
    assertFails(
        "OTSParameterInvalid",
        "Timestamp must be in range [0, INT64_MAX/1000).",
        () -> put("c", 1, -1));
  }

  @Test
  void deletesTakeOneOrAllVersions() {
    create(new TableOptions(TableOptions.FOREVER, 9, 86_400, true));
    long now = fixture.now();
    for (int i = 0; i < 3; i++) {
      put("c", i, now + i);
    }
    fixture
        .instance()
        .write(RowWrite.update(TABLE, row("x", 1, Cell.deleteOneVersion("c", now + 1))));
    assertThat(versions(ALL)).containsExactly(now + 2, now);
    fixture.instance().write(RowWrite.update(TABLE, row("x", 1, Cell.deleteAllVersions("c"))));
    assertThat(versions(ALL)).isEmpty();
    assertThat(fixture.scan(TABLE)).containsExactly(row("x", 1));
  }

  @Test
  void updateOfOnlyDeletesDoesNotMakeARow() {
    create(TableOptions.DEFAULT);
    fixture.instance().write(RowWrite.update(TABLE, row("x", 1, Cell.deleteAllVersions("c"))));
    assertThat(fixture.get("x", 1)).isNull();
  }

  @Test
  void clockThatIsCorrectedDoesNotHideWrites() {
    create(TableOptions.DEFAULT);
    fixture.instance().write(RowWrite.put(TABLE, row("x", 1, Cell.put("c", Value.of(1)))));
    fixture.clock.advance(Duration.ofMillis(-5));
    fixture.instance().write(RowWrite.update(TABLE, row("x", 1, Cell.put("c", Value.of(2)))));
    assertThat(fixture.get("x", 1).cell(0).value()).isEqualTo(Value.of(2));
  }

  @Test
  void incrementCountsOnFromTheNewestVersion() {
    create(new TableOptions(TableOptions.FOREVER, 2, 86_400, true));
    put("c", 40, fixture.now() + 500);
    fixture.instance().write(RowWrite.update(TABLE, row("x", 1, Cell.increment("c", 2))));
    assertThat(fixture.get("x", 1).cell(0).value()).isEqualTo(Value.of(42));
    fixture.instance().write(RowWrite.update(TABLE, row("x", 1, Cell.increment("new", -1))));
    assertThat(fixture.get("x", 1).cell(1).value()).isEqualTo(Value.of(-1));
    fixture.instance().write(RowWrite.update(TABLE, row("x", 1, Cell.put("s", Value.of("t")))));
    assertFails(
        "OTSParameterInvalid",
        "Column 's' holds a value that is not an integer: it cannot be incremented.",
        () ->
            fixture
                .instance()
                .write(
                    RowWrite.update(
                        TABLE, row("x", 1, Cell.put("c", Value.of(0)), Cell.increment("s", 1)))));
    assertThat(fixture.get("x", 1).cell(0).value()).isEqualTo(Value.of(42));
  }

  @Test
  void updatesCanBeForbidden() {
    create(new TableOptions(TableOptions.FOREVER, 1, 86_400, false));
    assertFails(
        "OTSParameterInvalid",
        "Update operation is not allowed in this table",
        () -> put("c", 1, fixture.now()));
  }
}
