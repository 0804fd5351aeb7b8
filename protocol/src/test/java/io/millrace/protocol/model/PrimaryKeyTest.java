package io.millrace.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrimaryKeyTest {
  @Test
  void comparesColumnByColumnThenByLength() {
    PrimaryKey a1 = key(Value.of("a"), Value.of(1));
    assertThat(a1).isLessThan(key(Value.of("a"), Value.of(2)));
    assertThat(a1).isLessThan(key(Value.of("b"), Value.INF_MIN));
    assertThat(key(Value.of("a"), Value.INF_MAX)).isGreaterThan(a1);
    assertThat(key(Value.of("a"))).isLessThan(a1);
    assertThat(a1).isEqualByComparingTo(key(Value.of("a"), Value.of(1)));
  }

  @Test
  void equalityIsByContent() {
    PrimaryKey key = key(Value.of("a"), Value.of(1));
    assertThat(key)
        .isEqualTo(key(Value.of("a"), Value.of(1)))
        .hasSameHashCodeAs(key(Value.of("a"), Value.of(1)))
        .isNotEqualTo(key(Value.of("a"), Value.of(2)));
    assertThat(key.columns())
        .hasSize(2)
        .element(1)
        .isEqualTo(new PrimaryKeyColumn("c1", Value.of(1)));
  }

  private static PrimaryKey key(Value... values) {
    PrimaryKeyColumn[] columns = new PrimaryKeyColumn[values.length];
    for (int i = 0; i < values.length; i++) {
      columns[i] = new PrimaryKeyColumn("c" + i, values[i]);
    }
    return PrimaryKey.of(columns);
  }
}
