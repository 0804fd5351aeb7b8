package io.millrace.cli.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnTypesTest {
  @Test
  void readsColumnsWithTheirTypes() {
    assertThat(ColumnTypes.parse("price:double, timestamp:long").types())
        .containsExactly(
            Map.entry("price", CellType.DOUBLE), Map.entry("timestamp", CellType.INTEGER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "price", "price:", ":double", "price:double,", "price double"})
  void refusesWhatIsNotNameAndType(String text) {
    assertThatThrownBy(() -> ColumnTypes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not of the form name:type, as in 'price:double'.");
  }

  @Test
  void refusesAColumnThatIsNamedTwice() {
    assertThatThrownBy(() -> ColumnTypes.parse("a:double,a:string"))
        .hasMessage("Column 'a' is named twice; name it once.");
  }

  @Test
  void prefersItsOwnTypesOverTheFallback() {
    ColumnTypes both = ColumnTypes.parse("a:double").or(ColumnTypes.parse("a:string,b:binary"));
    assertThat(both.of("a")).isEqualTo(CellType.DOUBLE);
    assertThat(both.of("b")).isEqualTo(CellType.BINARY);
    assertThat(both.of("c")).isNull();
  }
}
