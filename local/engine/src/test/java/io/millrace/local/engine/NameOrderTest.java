package io.millrace.local.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NameOrderTest {

  private static final List<String> NAMES =
      List.of(
          "",
          "a",
          "ab",
          "b",
          "\u00e9",
          "\u4e2d",
          "\uffee",
          "\ud83d\ude00",
          "a\ud83d\ude00",
          "a\uffee");

  @Test
  void isThatOfTheBytes() {
    for (String left : NAMES) {
      for (String right : NAMES) {
        int expected = Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));
        assertThat(Integer.signum(NameOrder.BY_BYTES.compare(left, right)))
            .as("%s and %s", left, right)
            .isEqualTo(Integer.signum(expected));
      }
    }
  }
}
