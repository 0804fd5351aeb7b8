package io.millrace.cli.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnType;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowJsonTest {
  @Test
  void readsALineOfTheVendorsCommandLine() {
    RowPutChange row =
        parse(
            "{\"PK\":{\"Values\":[\"redchen\",\"0\"]},\"Attr\":{\"Values\":["
                + "{\"C\":\"country\",\"V\":\"china0\"},"
                + "{\"C\":\"age\",\"V\":32,\"TS\":1626860801604,\"IsInt\":true}]}}");
    assertThat(KeyJson.write(row.getPrimaryKey())).isEqualTo("[\"redchen\",\"0\"]");
    Column age = row.getColumnsToPut("age").get(0);
    assertThat(age.getValue()).isEqualTo(ColumnValue.fromLong(32));
    assertThat(age.getTimestamp()).isEqualTo(1626860801604L);
    assertThat(row.getColumnsToPut("country").get(0).hasSetTimestamp()).isFalse();
  }

  @Test
  void leavesTimesOutWhenTold() {
    RowPutChange row =
        RowJson.parse(
            "{\"PK\":{\"Values\":[\"u\",\"o\"]},\"Attr\":{\"Values\":[{\"C\":\"a\",\"V\":1,\"TS\":5}]}}",
            Schemas.ORDERS,
            ColumnTypes.NONE,
            true);
    assertThat(row.getColumnsToPut("a").get(0).hasSetTimestamp()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"C\":\"a\",\"V\":22} | INTEGER",
        "{\"C\":\"a\",\"V\":22.0} | DOUBLE",
        "{\"C\":\"a\",\"V\":22,\"IsInt\":false} | DOUBLE",
        "{\"C\":\"a\",\"V\":22,\"t\":\"double\"} | DOUBLE",
        "{\"C\":\"given\",\"V\":22} | DOUBLE",
        "{\"C\":\"a\",\"V\":true} | BOOLEAN",
        "{\"C\":\"a\",\"V\":\"AQI=\"} | STRING",
        "{\"C\":\"a\",\"V\":\"AQI=\",\"t\":\"binary\"} | BINARY",
      })
  void findsTheTypeOfACell(String cell, ColumnType type) {
    List<Column> cells = CellJson.parse("[" + cell + "]", ColumnTypes.parse("given:double"));
    assertThat(cells.get(0).getValue().getType()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1] | '[1]' is not a JSON object",
        "{\"Attr\":{\"Values\":[]}} | the row has no key",
        "{\"PK\":[\"u\",\"o\"]} | is not a JSON object",
        "{\"PK\":{}} | \"PK\" has no \"Values\"",
        "{\"PK\":{\"Values\":[\"u\"]}} | is no key of table",
        "{\"PK\":{\"Values\":[\"u\",\"o\"]},\"Atr\":{}} | has a field 'Atr'",
        "{\"PK\":{\"Values\":[\"u\",\"o\"]},\"Attr\":{\"Values\":{}}} | is not an array",
        "{\"PK\":{\"Values\":[\"u\",\"o\"]},\"Attr\":{\"Values\":[{\"C\":\"a\"}]}} | lacks its column",
        "{\"PK\":{\"Values\":[\"u\",\"o\"]},\"Attr\":{\"Values\":[{\"C\":\"a\",\"V\":null}]}} | column 'a': null is no value",
        "{\"PK\":{\"Values\":[\"u\",\"o\"]},\"Attr\":{\"Values\":[{\"C\":\"a\",\"V\":1,\"TS\":-1}]}} | the timestamp -1 is no time",
        "{\"PK\":{\"Values\":[\"u\",\"o\"]},\"Attr\":{\"Values\":[{\"C\":\"a\",\"V\":1,\"t\":\"text\"}]}} | 'text' is no type of Tablestore",
        "{\"PK\":{\"Values\":[\"u\",\"o\"]},\"Attr\":{\"Values\":[{\"C\":\"a\",\"V\":99999999999999999999}]}} | does not fit 64 bits",
        "{\"PK\":1,\"PK\":2} | is not JSON at column",
      })
  void refusesWhatIsNoRow(String text, String reason) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Property(tries = 300)
  void readsBackWhatItWrites(@ForAll("cells") List<Column> cells, @ForAll String user) {
    RowPutChange row =
        new RowPutChange(
            "OrderSource",
            KeyJson.parse(
                JsonText.write(JsonText.NODES.arrayNode().add(user).add("o")), Schemas.ORDERS));
    Column[] columns = cells.toArray(Column[]::new);
    RowPutChange read = parse(RowJson.write(row.getPrimaryKey(), columns));
    assertThat(read.getPrimaryKey()).isEqualTo(row.getPrimaryKey());
    assertThat(read.getColumnsToPut()).containsExactly(columns);
  }

  @Provide
  Arbitrary<List<Column>> cells() {
    Arbitrary<ColumnValue> values =
        Arbitraries.oneOf(
            Arbitraries.strings().map(ColumnValue::fromString),
            Arbitraries.longs().map(ColumnValue::fromLong),
            Arbitraries.doubles().map(ColumnValue::fromDouble),
            Arbitraries.of(true, false).map(ColumnValue::fromBoolean),
            Arbitraries.bytes().array(byte[].class).map(ColumnValue::fromBinary));
    Arbitrary<Long> times = Arbitraries.longs().between(0, 4_000_000_000_000L);
    return Combinators.combine(Arbitraries.strings().alpha().ofMinLength(1), values, times)
        .as(Column::new)
        .list()
        .ofMaxSize(5);
  }

  private static RowPutChange parse(String text) {
    return RowJson.parse(text, Schemas.ORDERS, ColumnTypes.NONE, false);
  }
}
