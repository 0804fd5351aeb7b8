package io.millrace.cli.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyJsonTest {
  @Test
  void readsAnArrayOrAnObject() {
    PrimaryKey array = KeyJson.parse("[\"AQI=\", -7, null]", Schemas.UPLOADS);
    assertThat(array.getPrimaryKeyColumn(0).getValue().asBinary()).containsExactly(1, 2);
    assertThat(array.getPrimaryKeyColumn(1).getValue().asLong()).isEqualTo(-7);
    assertThat(array.getPrimaryKeyColumn(2).getValue().isPlaceHolderForAutoIncr()).isTrue();
    assertThat(
            KeyJson.parse("{\"OrderId\":\"o\",\"UserId\":\"u\"}", Schemas.ORDERS)
                .getPrimaryKeyColumn(0)
                .getName())
        .isEqualTo("UserId");
  }

  @Test
  void writesWhatItReads() {
    assertThat(KeyJson.write(KeyJson.parse("[\"AQI=\",-7,null]", Schemas.UPLOADS)))
        .isEqualTo("[\"AQI=\",-7,null]");
  }

  @Test
  void fillsThePrefixOfARange() {
    PrimaryKey bound = KeyJson.parsePrefix("[\"u\"]", Schemas.ORDERS, PrimaryKeyValue.INF_MAX);
    assertThat(bound.getPrimaryKeyColumn("UserId").getValue().asString()).isEqualTo("u");
    assertThat(bound.getPrimaryKeyColumn("OrderId").getValue().isInfMax()).isTrue();
    assertThatThrownBy(
            () ->
                KeyJson.parsePrefix("[\"a\",\"b\",\"c\"]", Schemas.ORDERS, PrimaryKeyValue.INF_MIN))
        .hasMessageContaining("is no key of table 'OrderSource'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "u1 | The key 'u1' is not JSON at column 1",
        "'' | is empty, where JSON is expected",
        "[\"u1\" | is not JSON at column",
        "[\"u1\",\"o1\"] x | is not JSON at column",
        "\"u1\" | is no key of table 'OrderSource', whose key columns are UserId (string), OrderId (string)",
        "[\"u1\"] | is no key of table 'OrderSource'",
        "[\"u1\",\"o1\",\"x\"] | is no key of table 'OrderSource'",
        "{\"UserId\":\"u\",\"Orderid\":\"o\"} | is no key of table 'OrderSource'",
        "[\"u1\",7] | Key column 'OrderId' of table 'OrderSource' is of type string, but 7 is no string",
        "[\"u1\",null] | but null is no string",
      })
  void refusesWhatIsNoKeyAndShowsOne(String text, String reason) {
    assertThatThrownBy(() -> KeyJson.parse(text, Schemas.ORDERS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason)
        .hasMessageEndingWith("'[\"a\",\"a\"]'.");
  }
}
