package io.millrace.cli.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTypeTest {
  @ParameterizedTest
  @CsvSource({
    "INTEGER, 9223372036854775808, does not fit 64 bits",
    "INTEGER, 1.0, is no integer",
    "INTEGER, 0x1f, is no integer",
    "DOUBLE, NaN, is no double",
    "DOUBLE, Infinity, is no double",
    "DOUBLE, 1d, is no double",
    "DOUBLE, 1e999, does not fit a double",
    "DOUBLE, abc, is no double",
    "BOOLEAN, yes, is no boolean",
    "BINARY, a*b, is no Base64",
  })
  void refusesWhatIsNoValueOfTheType(CellType type, String text, String reason) {
    assertThatThrownBy(() -> type.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' " + reason);
  }

  @Test
  void readsTheValuesOfEachType() {
    assertThat(CellType.INTEGER.parse("-9223372036854775808"))
        .isEqualTo(ColumnValue.fromLong(Long.MIN_VALUE));
    assertThat(CellType.DOUBLE.parse("-1.5e3")).isEqualTo(ColumnValue.fromDouble(-1500));
    assertThat(CellType.DOUBLE.parse("22")).isEqualTo(ColumnValue.fromDouble(22));
    assertThat(CellType.BOOLEAN.parse("TRUE")).isEqualTo(ColumnValue.fromBoolean(true));
    assertThat(CellType.BINARY.parse("AQI=")).isEqualTo(ColumnValue.fromBinary(new byte[] {1, 2}));
    assertThat(CellType.STRING.parse(" x ")).isEqualTo(ColumnValue.fromString(" x "));
  }

  @Test
  void namesTheTypesThereAre() {
    assertThat(CellType.named(" Long ")).isEqualTo(CellType.INTEGER);
    assertThatThrownBy(() -> CellType.named("decimal"))
        .hasMessage(
            "'decimal' is no type of Tablestore; the types are string, integer, double, boolean,"
                + " binary.");
  }
}
