package io.millrace.local.server.operation;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a regular expression becomes when its counted repetitions are written out: memory and
 * time of a match grow with it, and <code>(a{1000}){1000}</code> is a short text.
 */
final class PatternSize {
  private static final long BOUND = 1L << 40;

  private PatternSize() {}

  static long of(String pattern) {
    Deque<Long> outer = new ArrayDeque<>();
    long size = 0;
    long atom = 0;
    for (int i = 0; i < pattern.length(); i++) {
      switch (pattern.charAt(i)) {
        case '(' -> {
          outer.push(size);
          size = 0;
          atom = 0;
        }
        case ')' -> {
          atom = size + 1;
          size = (outer.isEmpty() ? 0 : outer.pop()) + atom;
        }
        case '{' -> {
          long times = repetitions(pattern, i);
          size = Math.min(BOUND, size + atom * (times - 1));
          atom = Math.min(BOUND, atom * times);
          i = Math.max(i, pattern.indexOf('}', i));
        }
        case '\\' -> {
          i++;
          atom = 1;
          size++;
        }
        default -> {
          atom = 1;
          size++;
        }
      }
    }
    return size;
  }

  /** The larger number between braces, or 1 if they are no repetition. */
  private static long repetitions(String pattern, int open) {
    int close = pattern.indexOf('}', open);
    long most = 1;
    for (String number :
        close < 0 ? new String[0] : pattern.substring(open + 1, close).split(",", 2)) {
      if (number.length() > 6 || !number.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return 1;
      }
      most = Math.max(most, number.isEmpty() ? 1 : Long.parseLong(number));
    }
    return most;
  }
}
