package io.millrace.spark.sql;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Searches long texts for words, in any case. It goes from one occurrence of a word's rarest letter
 * to the next, which is many times faster than to look at each letter; words that have it in common
 * are looked for together. Thread-safe.
 */
final class WordSearch {

  /** What statements are made of, from rare to frequent; whatever is not in it is rarer. */
  private static final String BY_FREQUENCY = "zqjxkvwyg.hbfpmudlcnrisatoe_ 1234567890";

  /**
   * A word in small letters.
   *
   * @param rare the place of its rarest letter
   */
  private record Word(String text, int rare) {

    static Word of(String word) {
      String text = word.toLowerCase(Locale.ROOT);
      int rare = 0;
      for (int at = 1; at < text.length(); at++) {
        if (BY_FREQUENCY.indexOf(text.charAt(at)) < BY_FREQUENCY.indexOf(text.charAt(rare))) {
          rare = at;
        }
      }
      return new Word(text, rare);
    }

    char rarest() {
      return text.charAt(rare);
    }

    /** Whether it is in a text that has its rarest letter at this place. */
    boolean isAround(String sql, int at) {
      int start = at - rare;
      return start >= 0
          && Character.toLowerCase(sql.charAt(start)) == text.charAt(0)
          && sql.regionMatches(true, start, text, 0, text.length());
    }
  }

  /** Whether a word counts at the place where it was found. */
  private interface Match {
    boolean counts(String word, int at);
  }

  /** The letters that stand on one side of the rarest one: most places are none of these. */
  private static final class Beside {

    private final BitSet letters = new BitSet();
    private boolean any;

    void add(String word, int at) {
      if (at < 0 || at == word.length()) {
        any = true;
      } else {
        letters.set(word.charAt(at));
      }
    }

    boolean mayBe(String sql, int at) {
      return any
          || (at >= 0 && at < sql.length() && letters.get(Character.toLowerCase(sql.charAt(at))));
    }
  }

  /** Words that have their rarest letter in common. */
  private static final class Group {

    private final List<Word> words = new ArrayList<>();

    private final Beside before = new Beside();
    private final Beside after = new Beside();

    void add(Word word) {
      words.add(word);
      before.add(word.text, word.rare - 1);
      after.add(word.text, word.rare + 1);
    }

    boolean isAround(String sql, int at, Match match) {
      if (!before.mayBe(sql, at - 1) || !after.mayBe(sql, at + 1)) {
        return false;
      }
      for (Word word : words) {
        if (word.isAround(sql, at) && match.counts(word.text, at - word.rare)) {
          return true;
        }
      }
      return false;
    }
  }

  private final Map<Character, Group> groups = new TreeMap<>();

  /**
   * A search for words.
   *
   * @param words of at least one letter each
   */
  WordSearch(List<String> words) {
    for (String each : words) {
      Word word = Word.of(each);
      groups.computeIfAbsent(word.rarest(), letter -> new Group()).add(word);
    }
  }

  /** Whether one of the words is in a text, be it a part of a longer one. */
  boolean isPartOf(String text) {
    return isIn(text, (word, at) -> true);
  }

  /** Whether one of the words is in a text as a whole one, in quotes or not. */
  boolean isIn(String text) {
    return isIn(
        text, (word, at) -> !continues(text, at - 1) && !continues(text, at + word.length()));
  }

  private static boolean continues(String text, int at) {
    return at >= 0 && at < text.length() && Character.isJavaIdentifierPart(text.charAt(at));
  }

  private boolean isIn(String text, Match match) {
    for (Map.Entry<Character, Group> each : groups.entrySet()) {
      char small = each.getKey();
      char large = Character.toUpperCase(small);
      if (isIn(text, small, each.getValue(), match)
          || (large != small && isIn(text, large, each.getValue(), match))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(String text, char rare, Group words, Match match) {
    for (int at = text.indexOf(rare); at >= 0; at = text.indexOf(rare, at + 1)) {
      if (words.isAround(text, at, match)) {
        return true;
      }
    }
    return false;
  }
}
