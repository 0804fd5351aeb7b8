package io.millrace.cli.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeInferenceTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1;-2;9223372036854775807 | INTEGER",
        "22;22.5 | DOUBLE",
        "22.0;-1e5 | DOUBLE",
        "true;false | BOOLEAN",
        "true;1 | STRING",
        "007;008 | STRING",
        "9223372036854775808 | STRING",
        "1.5;9223372036854775808 | STRING",
        "1;NaN | STRING",
        "1;Infinity | STRING",
        "1e999 | STRING",
        "1; 2 | STRING",
        "+1 | STRING",
        "TRUE | STRING",
        "a;1 | STRING",
      })
  void findsTheTypeThatAllValuesFit(String values, CellType type) {
    TypeInference inference = new TypeInference();
    for (String value : values.split(";", -1)) {
      inference.observe(value);
    }
    assertThat(inference.type()).isEqualTo(type);
  }
}
