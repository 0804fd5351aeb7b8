package io.millrace.local.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.millrace.local.engine.filter.ColumnFilter;
import io.millrace.local.engine.filter.Comparator;
import io.millrace.local.engine.filter.CompositeFilter;
import io.millrace.local.engine.filter.CompositeFilter.Combinator;
import io.millrace.local.engine.filter.Extraction;
import io.millrace.local.engine.filter.Filter;
import io.millrace.local.engine.filter.RowFilter;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilterTest {

  private static final PrimaryKey KEY = PrimaryKey.of(new PrimaryKeyColumn("pk", Value.of("k")));

  /** The column c has 5 as its newest version and 9 as the one before. */
  private static final List<Cell> CELLS =
      List.of(
          Cell.put("c", Value.of(5), 20),
          Cell.put("c", Value.of(9), 10),
          Cell.put("s", Value.of("price=42;"), 10));

  private static boolean passes(Filter filter) {
    return RowFilter.passes(filter, KEY, CELLS);
  }

  private static ColumnFilter on(String column, Comparator comparator, Value value) {
    return new ColumnFilter(comparator, column, value, false, true);
  }

  @ParameterizedTest
  @CsvSource({
    "EQUAL, 5, true", "EQUAL, 6, false",
    "NOT_EQUAL, 5, false", "NOT_EQUAL, 6, true",
    "GREATER_THAN, 4, true", "GREATER_THAN, 5, false",
    "GREATER_EQUAL, 5, true", "GREATER_EQUAL, 6, false",
    "LESS_THAN, 6, true", "LESS_THAN, 5, false",
    "LESS_EQUAL, 5, true", "LESS_EQUAL, 4, false",
    "EXIST, 0, true", "NOT_EXIST, 0, false"
  })
  void comparesTheNewestVersion(Comparator comparator, long value, boolean passes) {
    assertThat(passes(on("c", comparator, Value.of(value)))).isEqualTo(passes);
  }

  @Test
  void seesKeyColumns() {
    assertThat(passes(on("pk", Comparator.EQUAL, Value.of("k")))).isTrue();
    assertThat(passes(on("pk", Comparator.EQUAL, Value.of("x")))).isFalse();
    assertThat(passes(on("pk", Comparator.EXIST, null))).isTrue();
  }

  @Test
  void anyVersionCountsIfAsked() {
    ColumnFilter nine = on("c", Comparator.EQUAL, Value.of(9));
    assertThat(passes(nine)).isFalse();
    assertThat(passes(new ColumnFilter(Comparator.EQUAL, "c", Value.of(9), false, false))).isTrue();
    assertThat(passes(new ColumnFilter(Comparator.EQUAL, "c", Value.of(7), true, false))).isFalse();
  }

  @Test
  void missingColumnPassesIfAsked() {
    for (boolean pass : new boolean[] {true, false}) {
      assertThat(passes(new ColumnFilter(Comparator.EQUAL, "d", Value.of(1), pass, true)))
          .isEqualTo(pass);
      assertThat(passes(new ColumnFilter(Comparator.EXIST, "d", null, pass, true))).isFalse();
      assertThat(passes(new ColumnFilter(Comparator.NOT_EXIST, "d", null, pass, true))).isTrue();
    }
  }

  @Test
  void valuesOfOtherTypesAreOnlyDifferent() {
    assertThat(passes(on("c", Comparator.NOT_EQUAL, Value.of("5")))).isTrue();
    assertThat(passes(on("c", Comparator.EQUAL, Value.of("5")))).isFalse();
    assertThat(passes(on("c", Comparator.LESS_THAN, Value.of("6")))).isFalse();
    assertThat(passes(on("c", Comparator.GREATER_THAN, Value.of("4")))).isFalse();
  }

  @Test
  void filtersAreJoined() {
    Filter yes = on("c", Comparator.EQUAL, Value.of(5));
    Filter no = on("c", Comparator.EQUAL, Value.of(6));
    assertThat(passes(new CompositeFilter(Combinator.AND, List.of(yes, yes)))).isTrue();
    assertThat(passes(new CompositeFilter(Combinator.AND, List.of(yes, no)))).isFalse();
    assertThat(passes(new CompositeFilter(Combinator.OR, List.of(no, yes)))).isTrue();
    assertThat(passes(new CompositeFilter(Combinator.OR, List.of(no, no)))).isFalse();
    assertThat(passes(new CompositeFilter(Combinator.NOT, List.of(no)))).isTrue();
  }

  @Test
  void valueIsTakenOutOfAText() {
    Extraction price = new Extraction(Pattern.compile("price=([0-9]+)"), ValueType.INTEGER);
    assertThat(passes(extracted("s", Value.of(42), price, false))).isTrue();
    assertThat(passes(extracted("s", Value.of(41), price, true))).isFalse();
    Extraction none = new Extraction(Pattern.compile("weight=([0-9]+)"), ValueType.INTEGER);
    assertThat(passes(extracted("s", Value.of(42), none, true))).isTrue();
    assertThat(passes(extracted("s", Value.of(42), none, false))).isFalse();
    assertThat(passes(extracted("c", Value.of(5), price, false))).isFalse();
  }

  @Test
  void hostilePatternTakesNoLongerThanAnyOther() {
    Extraction nested = new Extraction(Pattern.compile("(x+x+)+y"), ValueType.STRING);
    ColumnFilter filter =
        new ColumnFilter(Comparator.EQUAL, "s", Value.of("y"), false, true, nested);
    Cell cell = new Cell("s", Value.of("x".repeat(5_000)), 1, CellType.PUT);
    assertThat(RowFilter.passes(filter, PrimaryKey.of(), List.of(cell))).isFalse();
  }

  private static Filter extracted(
      String column, Value value, Extraction extraction, boolean passIfMissing) {
    return new ColumnFilter(Comparator.EQUAL, column, value, passIfMissing, true, extraction);
  }
}
