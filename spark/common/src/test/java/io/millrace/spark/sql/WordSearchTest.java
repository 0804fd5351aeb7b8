package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    assertThat(search.isPartOf(text, text.length())).isEqualTo(part);
  }

  @Test
  void asksWhichWordsCount() {
    WordSearch search = new WordSearch(List.of("orders", "prices"));
    List<String> asked = new ArrayList<>();
    String text = "SELECT * FROM Orders JOIN order_s JOIN PRICES JOIN orders";
    boolean found = search.isIn(text, word -> asked.add(word) && word.equals("prices"));
    assertThat(found).isTrue();
    assertThat(asked).containsExactly("orders", "prices");
    assertThat(search.isIn(text, word -> false)).isFalse();
  }

  /** Where it looks at each place, as it has to for short words, and where at every fourth. */
  @ParameterizedTest
  @CsvSource({"1,2,3,12,12", "2,2,3,40,12", "5,5,6,60,2", "5,6,9,3000,3", "7,8,12,2500,3"})
  void anyWordsInAnyText(int first, int second, int third, int length, int letters) {
    Random random = new Random(5);
    int rounds = 200_000 / length;
    int found = 0;
    for (int round = 0; round < rounds; round++) {
      List<String> words =
          List.of(
              word(random, first, letters),
              word(random, second, letters),
              word(random, third, letters));
      String text = word(random, length, letters);
      boolean expected =
          words.stream()
              .anyMatch(
                  word -> text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)));
      WordSearch search = new WordSearch(words);
      assertThat(search.isPartOf(text, text.length()))
          .as("%s in %s", words, text)
          .isEqualTo(expected);
      assertThat(search.isIn(text))
          .as("%s in %s", words, text)
          .isEqualTo(words.stream().anyMatch(word -> SessionScans.mentions(text, word)));
      found += expected ? 1 : 0;
    }
    assertThat(found).isBetween(rounds / 10, rounds);
  }

  /** Found at each place of a text, its first and last one and both ends of a piece included. */
  @ParameterizedTest
  @ValueSource(strings = {"d", "de", "dela", "delay", "watermark"})
  void atEachPlace(String word) {
    WordSearch search = new WordSearch(List.of(word));
    String text = " ".repeat(2_100);
    for (int at = 0; at <= text.length() - word.length(); at++) {
      String with = text.substring(0, at) + word + text.substring(at + word.length());
      assertThat(search.isIn(with)).as("at %d", at).isTrue();
    }
    assertThat(search.isIn(text)).isFalse();
  }

  private static String word(Random random, int length, int letters) {
    StringBuilder word = new StringBuilder();
    for (int at = 0; at < length; at++) {
      word.append("yzYxabcZk_ .M".charAt(random.nextInt(letters)));
    }
    return word.toString();
  }
}
