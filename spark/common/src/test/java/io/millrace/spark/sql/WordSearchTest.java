package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordSearchTest {

  @ParameterizedTest
  @CsvSource({
    "SELECT delay(t),true,true",
    "SELECT `DeLaY`(t),true,true",
    "DELAY,true,true",
    "SELECT delays,false,true",
    "SELECT my_delay FROM t,false,true",
    "SELECT dela y,false,false",
    "SELECT delays OR delay,true,true",
    "'SELECT * FROM `an odd``one`',true,true",
    "SELECT x,false,false",
    "SELECT x FROM s_1,true,true",
    "S_1,true,true",
    "s_12,false,true",
    "'',false,false",
    "Y,false,false",
  })
  void wordsWholeAndAsParts(String text, boolean whole, boolean part) {
    WordSearch search = new WordSearch(List.of("delay", "an odd``one", "s_1", "watermark"));
    assertThat(search.isIn(text)).isEqualTo(whole);
    assertThat(search.isPartOf(text)).isEqualTo(part);
  }

  /** Against a search that looks at every place. */
  @Test
  void anyWordsInAnyText() {
    Random random = new Random(5);
    int found = 0;
    for (int round = 0; round < 20_000; round++) {
      List<String> words = List.of(word(random, 1), word(random, 2), word(random, 3));
      String text = word(random, 12);
      boolean expected =
          words.stream()
              .anyMatch(
                  word -> text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)));
      WordSearch search = new WordSearch(words);
      assertThat(search.isPartOf(text)).as("%s in %s", words, text).isEqualTo(expected);
      assertThat(search.isIn(text))
          .as("%s in %s", words, text)
          .isEqualTo(words.stream().anyMatch(word -> SessionScans.mentions(text, word)));
      found += expected ? 1 : 0;
    }
    assertThat(found).isBetween(2_000, 18_000);
  }

  private static String word(Random random, int length) {
    StringBuilder word = new StringBuilder();
    for (int at = 0; at < length; at++) {
      word.append("abcxYZzk_ .M".charAt(random.nextInt(12)));
    }
    return word.toString();
  }
}
