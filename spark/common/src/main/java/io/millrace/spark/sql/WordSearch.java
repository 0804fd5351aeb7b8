package io.millrace.spark.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Searches long texts for words, in any case. It looks at the pairs of letters at every few places
 * of a text, so many that one of a word's pairs is among them wherever the word stands.
 * Thread-safe.
 */
final class WordSearch {

  /** What statements are made of, from rare to frequent; whatever is not in it is rarer. */
  private static final String BY_FREQUENCY = "zqjxkvwyg.hbfpmudlcnrisatoe_ 1234567890";

  /** Both cases of an English letter have these bits in common, and two digits differ in them. */
  private static final int LETTER = 0x5f;

  /** One letter's bits, and where those of the one before it begin. */
  private static final int LETTER_BITS = 7;

  /** How far it is from one place that is looked at to the next, if no word is too short for it. */
  private static final int LONG_STEP = 4;

  /** Whether a word counts at the place where it was found. */
  private interface Match {
    boolean counts(String word, int at);
  }

  /**
   * A pair of letters of a word in small letters.
   *
   * @param at the place of the pair in the word
   */
  private record Pair(String word, int at) {

    /** Whether its word is in a text that has the pair at this place. */
    boolean isIn(String text, int place) {
      int start = place - at;
      return start >= 0
          && start + word.length() <= text.length()
          && Character.toLowerCase(text.charAt(start)) == word.charAt(0)
          && text.regionMatches(true, start, word, 0, word.length());
    }
  }

  /** So much is searched by one call: what is called often, the compiler makes fast early. */
  private static final int PIECE = 1_000;

  /** Either the long step or one. */
  private final int step;

  /** A bit for each pair. */
  private final long[] known = new long[1 << (2 * LETTER_BITS - 6)];

  /** Those that a pair of letters may be, nothing where its bit is not set. */
  private final Pair[][] pairs = new Pair[1 << (2 * LETTER_BITS)][];

  /**
   * A search for words.
   *
   * @param words of at least one letter each
   */
  WordSearch(List<String> words) {
    int shortest = words.stream().mapToInt(String::length).min().orElse(1);
    this.step = shortest > LONG_STEP ? LONG_STEP : 1;
    for (String word : words) {
      add(word.toLowerCase(Locale.ROOT));
    }
  }

  /** As many pairs that follow each other as a step has places, the rarest of the word. */
  private void add(String word) {
    int rarest = 0;
    for (int start = 1; start + step < word.length(); start++) {
      if (frequency(word, start) < frequency(word, rarest)) {
        rarest = start;
      }
    }
    for (int at = rarest; at < rarest + step; at++) {
      if (at + 1 < word.length()) {
        add(pair(word.charAt(at), word.charAt(at + 1)), new Pair(word, at));
      } else {
        for (char next = 0; next <= LETTER; next++) {
          add(pair(word.charAt(at), next), new Pair(word, at));
        }
      }
    }
  }

  private void add(int pair, Pair of) {
    known[pair >> 6] |= 1L << pair;
    Pair[] before = pairs[pair] == null ? new Pair[0] : pairs[pair];
    pairs[pair] = Arrays.copyOf(before, before.length + 1);
    pairs[pair][before.length] = of;
  }

  private int frequency(String word, int start) {
    int sum = 0;
    for (int at = start; at < start + step && at + 1 < word.length(); at++) {
      sum +=
          (2 + BY_FREQUENCY.indexOf(word.charAt(at)))
              * (2 + BY_FREQUENCY.indexOf(word.charAt(at + 1)));
    }
    return sum;
  }

  private static int pair(char first, char second) {
    return ((first & LETTER) << LETTER_BITS) | (second & LETTER);
  }

  /**
   * Whether one of the words is in a text, be it a part of a longer one.
   *
   * @param end what is behind it may be passed over; at most the text's length
   */
  boolean isPartOf(String text, int end) {
    return search(text, end, (word, at) -> true);
  }

  /** Whether one of the words is in a text as a whole one, in quotes or not. */
  boolean isIn(String text) {
    return isIn(text, word -> true);
  }

  /**
   * Whether one of the words is in a text as a whole one.
   *
   * @param which the words that count, asked with each one that was found, in small letters
   */
  boolean isIn(String text, Predicate<String> which) {
    return search(
        text,
        text.length(),
        (word, at) ->
            !continues(text, at - 1) && !continues(text, at + word.length()) && which.test(word));
  }

  private static boolean continues(String text, int at) {
    return at >= 0 && at < text.length() && Character.isJavaIdentifierPart(text.charAt(at));
  }

  private boolean search(String text, int limit, Match match) {
    int last = Math.min(limit, text.length() - 1);
    int at = 0;
    while (at < last) {
      int end = Math.min(at + PIECE, last);
      at = step == LONG_STEP ? nextInLongSteps(text, at, end, known) : next(text, at, end, known);
      if (at < end && isAround(text, at, match)) {
        return true;
      }
      at += at < end ? step : 0;
    }
    return at == last && step == 1 && isAround(text, last, match);
  }

  /**
   * The next place of those that are looked at that has a known pair, else the first one after the
   * end. The compiler makes it faster than it does with a step that it does not know.
   */
  private static int nextInLongSteps(String text, int from, int end, long[] known) {
    int at = from;
    while (at < end && !isKnown(text, at, known)) {
      at += LONG_STEP;
    }
    return at;
  }

  private static int next(String text, int from, int end, long[] known) {
    int at = from;
    while (at < end && !isKnown(text, at, known)) {
      at++;
    }
    return at;
  }

  private static boolean isKnown(String text, int at, long[] known) {
    int pair = pair(text.charAt(at), text.charAt(at + 1));
    return ((known[pair >> 6] >>> pair) & 1) != 0;
  }

  private boolean isAround(String text, int at, Match match) {
    char second = at + 1 < text.length() ? text.charAt(at + 1) : '\0';
    Pair[] candidates = pairs[pair(text.charAt(at), second)];
    if (candidates == null) {
      return false;
    }
    for (Pair known : candidates) {
      if (known.isIn(text, at) && match.counts(known.word(), at - known.at())) {
        return true;
      }
    }
    return false;
  }
}
