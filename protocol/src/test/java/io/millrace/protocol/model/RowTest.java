package io.millrace.protocol.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowTest {
  private static final PrimaryKey KEY = PrimaryKey.of(new PrimaryKeyColumn("pk", Value.of("k")));

  @Test
  void equalityCoversEveryPart() {
    Row row = Row.of(KEY, Cell.put("c", Value.of(1), 5));
    assertThat(row)
        .isEqualTo(Row.of(KEY, Cell.put("c", Value.of(1), 5)))
        .hasSameHashCodeAs(Row.of(KEY, Cell.put("c", Value.of(1), 5)))
        .isNotEqualTo(Row.of(KEY, Cell.put("c", Value.of(1), 6)))
        .isNotEqualTo(Row.of(KEY, Cell.put("c", Value.of(1))))
        .isNotEqualTo(row.withDeleteMarker())
        .isNotEqualTo(row.withSequenceInfo(new SequenceInfo(1, 2, 3)));
  }

  @Test
  void deletionHasTheMarkerAndNoCells() {
    assertThat(Row.deletion(KEY).deleteMarker()).isTrue();
    assertThat(Row.deletion(KEY).size()).isZero();
  }

  @Test
  void sequenceInfoIsOrderedByEpochThenTimeThenIndex() {
    assertThat(new SequenceInfo(1, 9, 9)).isLessThan(new SequenceInfo(2, 1, 1));
    assertThat(new SequenceInfo(1, 1, 9)).isLessThan(new SequenceInfo(1, 2, 1));
    assertThat(new SequenceInfo(1, 1, 1)).isLessThan(new SequenceInfo(1, 1, 2));
  }
}
