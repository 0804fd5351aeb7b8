package io.millrace.protocol.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueTest {
  /** In ascending order, no two equal. */
  private static final List<Value> ASCENDING =
      List.of(
          Value.INF_MIN,
          Value.of(Long.MIN_VALUE),
          Value.of(-1),
          Value.of(0),
          Value.of(Long.MAX_VALUE),
          Value.of(Double.NEGATIVE_INFINITY),
          Value.of(-0.0),
          Value.of(0.0),
          Value.of(1.5),
          Value.of(false),
          Value.of(true),
          Value.of(""),
          Value.of("a"),
          Value.of("ab"),
          Value.of("b"),
          Value.of("\u00e9"),
          Value.of("\uffee"),
          // In UTF-16 the surrogates of this one come before U+FFEE.
          Value.of("\ud83d\ude00"),
          Value.ofBinary(new byte[0]),
          Value.ofBinary(new byte[] {0}),
          Value.ofBinary(new byte[] {127}),
          Value.ofBinary(new byte[] {-128}),
          Value.ofBinary(new byte[] {-1}),
          Value.AUTO_INCREMENT,
          Value.INF_MAX);

  @Test
  void orderIsTotalAndConsistentWithEquals() {
    for (int i = 0; i < ASCENDING.size(); i++) {
      for (int j = 0; j < ASCENDING.size(); j++) {
        Value left = ASCENDING.get(i);
        Value right = ASCENDING.get(j);
        assertThat(Integer.signum(left.compareTo(right)))
            .as("%s against %s", left, right)
            .isEqualTo(Integer.signum(Integer.compare(i, j)));
        assertThat(left.equals(right)).isEqualTo(i == j);
      }
    }
    List<Value> shuffled = new ArrayList<>(ASCENDING);
    Collections.shuffle(shuffled, new Random(7));
    Collections.sort(shuffled);
    assertThat(shuffled).isEqualTo(ASCENDING);
  }

  @Test
  void stringsOfTextAndOfBytesAreEqual() {
    Value text = Value.of("h\u00e9llo");
    Value bytes = Value.ofUtf8("h\u00e9llo".getBytes(UTF_8));
    assertThat(text).isEqualTo(bytes).hasSameHashCodeAs(bytes);
    assertThat(((StringValue) bytes).text()).isEqualTo("h\u00e9llo");
    assertThat(text.size()).isEqualTo(6);
  }

  @Test
  void sizesAreTheOnesTheServiceCounts() {
    assertThat(Value.of(1).size()).isEqualTo(8);
    assertThat(Value.of(1.0).size()).isEqualTo(8);
    assertThat(Value.of(true).size()).isEqualTo(1);
    assertThat(Value.ofBinary(new byte[3]).size()).isEqualTo(3);
    assertThat(Value.INF_MAX.size()).isZero();
  }

  @Test
  void onlyTheTwoEndsAreInfinite() {
    assertThat(ASCENDING)
        .filteredOn(value -> value.type().isInfinite())
        .containsExactly(Value.INF_MIN, Value.INF_MAX);
  }

  @Test
  void typesHaveTheServicesNames() {
    assertThat(Value.ofBinary(new byte[0]).type().serviceName()).isEqualTo("VT_BLOB");
    assertThat(Value.INF_MIN.type().serviceName()).isEqualTo("VT_INF_MIN");
  }
}
