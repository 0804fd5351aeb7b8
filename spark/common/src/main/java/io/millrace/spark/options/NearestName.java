package io.millrace.spark.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name a user probably meant: the one with the smallest edit distance. */
public final class NearestName {

  private NearestName() {}

  /** The nearest candidate, or empty when even that one has little in common with the name. */
  public static Optional<String> of(String name, Collection<String> candidates) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .min(Comparator.comparingInt(candidate -> distanceIgnoringCase(wanted, candidate)))
        .filter(nearest -> isNear(wanted, nearest));
  }

  private static boolean isNear(String wanted, String nearest) {
    int distance = distanceIgnoringCase(wanted, nearest);
    int shorter = Math.min(wanted.length(), nearest.length());
    int longer = Math.max(wanted.length(), nearest.length());
    boolean close = distance < shorter && distance <= Math.max(1, longer / 3);
    boolean begun = shorter > 2 && nearest.toLowerCase(Locale.ROOT).startsWith(wanted);
    return close || begun;
  }

  private static int distanceIgnoringCase(String wanted, String candidate) {
    return distance(wanted, candidate.toLowerCase(Locale.ROOT));
  }

  /** Insertions, deletions, replacements and swaps of neighbours from one to the other. */
  static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      cost[0][j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      cost[i][0] = i;
      for (int j = 1; j <= to.length(); j++) {
        char a = from.charAt(i - 1);
        char b = to.charAt(j - 1);
        int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        best = Math.min(best, cost[i - 1][j - 1] + (a == b ? 0 : 1));
        if (i > 1 && j > 1 && a == to.charAt(j - 2) && b == from.charAt(i - 2)) {
          best = Math.min(best, cost[i - 2][j - 2] + 1);
        }
        cost[i][j] = best;
      }
    }
    return cost[from.length()][to.length()];
  }
}
