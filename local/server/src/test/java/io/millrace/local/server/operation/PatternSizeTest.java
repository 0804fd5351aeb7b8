package io.millrace.local.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternSizeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "abc 3",
        "a{3} 3",
        "ab{2,5} 6",
        "(ab){10} 30",
        "a\\{3} 4",
        "a{x} 1",
        "(a{1000}){1000} 1001000"
      })
  void writesRepetitionsOut(String pattern, long size) {
    assertThat(PatternSize.of(pattern)).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({
    "(((a{1000}){1000}){1000}){1000}",
    "((((((a{999}){999}){999}){999}){999}){999}){999}"
  })
  void doesNotOverflow(String pattern) {
    assertThat(PatternSize.of(pattern)).isGreaterThan(1_000_000_000L);
  }
}
