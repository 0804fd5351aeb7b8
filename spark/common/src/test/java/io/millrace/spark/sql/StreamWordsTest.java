package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a text may call {@code delay} or {@code watermark}. */
class StreamWordsTest {

  private static final String LONG = "some_column, ".repeat(200);

  /** A call as Spark's lexer would see one. */
  private static final Pattern CALL =
      Pattern.compile("(?isU)(?<!\\w)(delay|watermark)`?(\\s|--[^\n]*\n|/\\*.*?\\*/)*\\(");

  private static final Pattern WORD = Pattern.compile("(?i)delay|watermark");

  private static final List<String> PIECES =
      List.of(
          "delay",
          "Delay",
          "`delay`",
          "watermark",
          "WATERMARK",
          "`watermark`",
          "my_delay",
          "f",
          "(",
          "(",
          "()",
          ")",
          " ",
          "  ",
          "\t",
          "\n",
          "\r\n",
          "-- a note\n",
          "/* a note */",
          "\u00e9",
          ",",
          "'",
          ".",
          "day",
          "mark");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "delay(t)",
        "DELAY (t)",
        "`delay`(t)",
        "`WaterMark`\t (t)",
        "delay\n(t)",
        "delay -- why\n (t)",
        "delay /* why */ (t)",
        "delay/**/(t)",
        "watermark(t, interval 1 minute)",
      })
  void calls(String call) {
    assertThat(StreamWords.sayLateness(call)).isTrue();
    assertThat(StreamWords.sayLateness("SELECT " + LONG + call)).isTrue();
    assertThat(StreamWords.sayLateness("SELECT " + call + ", " + LONG)).isTrue();
    assertThat(StreamWords.sayLateness("SELECT f(" + LONG + call + ")")).isTrue();
    assertThat(StreamWords.sayLateness("SELECT " + "f(x), ".repeat(500) + call)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "(", "(1)", "day(t)", "f\n(t)", "my_delay(t)", "delays(t)"})
  void others(String text) {
    assertThat(StreamWords.sayLateness(text)).isFalse();
    assertThat(StreamWords.sayLateness("SELECT " + LONG + text)).isFalse();
  }

  @Test
  void noCallIsPassedOver() {
    Random random = new Random(7);
    int calls = 0;
    for (int round = 0; round < 30_000; round++) {
      StringBuilder text = new StringBuilder(round % 2 == 0 ? LONG : "");
      for (int piece = random.nextInt(12); piece >= 0; piece--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      text.append(round % 3 == 0 ? LONG : "");
      boolean said = StreamWords.sayLateness(text.toString());
      if (CALL.matcher(text).find()) {
        calls++;
        assertThat(said).as("seed 7, round %d: %s", round, text).isTrue();
      } else if (said) {
        assertThat(WORD.matcher(text).find()).as("seed 7, round %d: %s", round, text).isTrue();
      }
    }
    assertThat(calls).isGreaterThan(1_000);
  }
}
