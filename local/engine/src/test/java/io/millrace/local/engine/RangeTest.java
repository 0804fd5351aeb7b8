package io.millrace.local.engine;

import static io.millrace.local.engine.Fixture.TABLE;
import static io.millrace.local.engine.Fixture.assertFails;
import static io.millrace.local.engine.Fixture.column;
import static io.millrace.local.engine.Fixture.key;
import static io.millrace.local.engine.Fixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.filter.ColumnFilter;
import io.millrace.local.engine.filter.Comparator;
import io.millrace.local.engine.filter.PaginationFilter;
import io.millrace.local.engine.row.RangePage;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RangeTest {

  private static final PrimaryKey LOW = bound(Value.INF_MIN);
  private static final PrimaryKey HIGH = bound(Value.INF_MAX);

  private final Fixture fixture = new Fixture();

  @BeforeEach
  void createTable() {
    fixture.instance().createTable(Fixture.spec());
  }

  private static PrimaryKey bound(Value value) {
    return PrimaryKey.of(column("a", value), column("b", value));
  }

  private RangePage range(PrimaryKey start, PrimaryKey end, ReadSpec read) {
    return fixture.instance().range(new RangeQuery(TABLE, start, end, true, 0, read));
  }

  private void fill(int rows, Cell... cells) {
    for (int from = 0; from < rows; from += 500) {
      List<RowWrite> writes = new ArrayList<>();
      for (int i = from; i < Math.min(rows, from + 500); i++) {
        writes.add(RowWrite.put(TABLE, row("x", i, cells)));
      }
      fixture.instance().writeBatch(writes, false);
    }
  }

  @Test
  void pageEndsAfterFiveThousandRowsScanned() {
    fill(5001, Cell.put("c", Value.of(1)));
    RangePage page = range(LOW, HIGH, ReadSpec.latest());
    assertThat(page.rows()).hasSize(5000);
    assertThat(page.next()).isEqualTo(key("x", 5000));
    ReadSpec none =
        ReadSpec.latest()
            .withFilter(new ColumnFilter(Comparator.EQUAL, "c", Value.of(2), false, true));
    RangePage empty = range(LOW, HIGH, none);
    assertThat(empty.rows()).isEmpty();
    assertThat(empty.next()).isEqualTo(key("x", 5000));
    assertThat(range(empty.next(), HIGH, none).next()).isNull();
  }

  @Test
  void exactlyFiveThousandRowsAreOnePage() {
    fill(5000);
    RangePage page = range(LOW, HIGH, ReadSpec.latest());
    assertThat(page.rows()).hasSize(5000);
    assertThat(page.next()).isNull();
  }

  @Test
  void pageEndsAfterFourMebibytesScanned() {
    fill(10, Cell.put("c", Value.ofBinary(new byte[1 << 20])));
    RangePage page = range(LOW, HIGH, ReadSpec.latest());
    assertThat(page.rows()).hasSize(4);
    assertThat(page.next()).isEqualTo(key("x", 4));
    assertThat(page.capacity().readUnits()).isEqualTo(1025);
    assertThat(range(LOW, HIGH, ReadSpec.latest("b")).rows()).hasSize(10);
  }

  @Test
  void infiniteValuesAreComparedColumnByColumn() {
    fill(3);
    fixture.instance().write(RowWrite.put(TABLE, row("y", 0)));
    PrimaryKey start = PrimaryKey.of(column("a", Value.of("x")), column("b", Value.INF_MAX));
    PrimaryKey end = PrimaryKey.of(column("a", Value.of("y")), column("b", Value.INF_MIN));
    assertThat(range(start, end, ReadSpec.latest()).rows()).isEmpty();
    assertThat(range(start, HIGH, ReadSpec.latest()).rows()).containsExactly(row("y", 0));
    assertThat(range(LOW, end, ReadSpec.latest()).rows()).hasSize(3);
  }

  @Test
  void namedColumnsDecideWhichRowsCome() {
    fixture.instance().write(RowWrite.put(TABLE, row("x", 1, Cell.put("c", Value.of(1)))));
    fixture.instance().write(RowWrite.put(TABLE, row("x", 2, Cell.put("d", Value.of(2)))));
    fixture.instance().write(RowWrite.put(TABLE, row("x", 3)));
    assertThat(range(LOW, HIGH, ReadSpec.latest("c")).rows())
        .extracting(Row::primaryKey)
        .containsExactly(key("x", 1));
    assertThat(range(LOW, HIGH, ReadSpec.latest("c", "b")).rows())
        .extracting(Row::size)
        .containsExactly(1, 0, 0);
    assertThat(range(LOW, HIGH, ReadSpec.latest()).rows()).hasSize(3);
  }

  @Test
  void columnsOfAWideRowAreTakenByNameOrPlace() {
    Cell[] cells = new Cell[10];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = Cell.put("c" + i, Value.of(i));
    }
    fixture.instance().write(RowWrite.put(TABLE, row("x", 1, cells)));
    assertThat(fixture.get("x", 1, ReadSpec.latest().withColumnRange("c2", "c5")).cells())
        .extracting(Cell::name)
        .containsExactly("c2", "c3", "c4");
    assertThat(
            fixture.get("x", 1, ReadSpec.latest().withFilter(new PaginationFilter(7, 5))).cells())
        .extracting(Cell::name)
        .containsExactly("c7", "c8", "c9");
  }

  @Test
  void endsInTheWrongOrderAreRefused() {
    PrimaryKey key = key("x", 1);
    String forward = "Begin key must less than end key in FORWARD";
    assertFails("OTSParameterInvalid", forward, () -> range(key, key, ReadSpec.latest()));
    assertFails("OTSParameterInvalid", forward, () -> range(HIGH, LOW, ReadSpec.latest()));
    assertFails(
        "OTSParameterInvalid",
        "Begin key must more than end key in BACKWARD",
        () ->
            fixture
                .instance()
                .range(new RangeQuery(TABLE, LOW, HIGH, false, 0, ReadSpec.latest())));
    assertFails(
        "OTSParameterInvalid",
        "The limit must be greater than 0.",
        () ->
            fixture
                .instance()
                .range(new RangeQuery(TABLE, LOW, HIGH, true, -1, ReadSpec.latest())));
    assertFails(
        "OTSParameterInvalid",
        "No version condition is specified.",
        () -> range(LOW, HIGH, ReadSpec.latest().withMaxVersions(0)));
    assertFails(
        "OTSInvalidPK",
        "Validate PK size fail. Input: 1, Meta: 2.",
        () ->
            range(
                PrimaryKey.of(column("a", Value.INF_MIN)),
                PrimaryKey.of(column("a", Value.INF_MAX)),
                ReadSpec.latest()));
  }

  @Test
  void splitPointsDivideBySize() {
    fill(100, Cell.put("c", Value.ofBinary(new byte[10_000])));
    List<PrimaryKey> points = fixture.instance().splitPoints(TABLE, 100_000, 100);
    assertThat(points).hasSizeBetween(8, 10).isSorted();
    assertThat(fixture.instance().splitPoints(TABLE, 10_000_000, 100)).isEmpty();
    assertThat(fixture.instance().splitPoints(TABLE, 100_000, 3)).hasSizeBetween(1, 3);
  }
}
