package io.millrace.spark.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import scala.collection.Seq;

/**
 * The words by which the text of a statement may concern Millrace: those that say how late an event
 * may be, what computes a name, and the names of what reads a stream. To find them in a long text
 * takes less time than to make the search, so it is kept. Thread-safe.
 */
final class StreamWords {

  private static final List<String> LATENESS = List.of("delay", "watermark");

  /** A text with fewer characters than these for each bracket is searched for words at once. */
  private static final int CHARACTERS_A_BRACKET = 512;

  private static final WordSearch SAYS_LATENESS = new WordSearch(LATENESS);

  /** What computes the name of a table. */
  private static final String IDENTIFIER = "identifier";

  /** A search that was made, and the names of the temporary views that it was made for. */
  private static final class Known {

    private final Seq<String> listed;
    private final List<String> views;
    private final Set<String> keys = new HashSet<>();
    private final WordSearch search;

    /** What cannot be searched for: only of English letters is the other case found. */
    private final List<String> others = new ArrayList<>();

    Known(Seq<String> listed) {
      this.listed = listed;
      views = PlanTrees.list(listed);
      List<String> words = new ArrayList<>(LATENESS);
      words.add(IDENTIFIER);
      for (String view : views) {
        keys.add(SessionScans.key(view));
        boolean english = view.chars().allMatch(letter -> letter < 128);
        if (english) {
          words.add(quoted(view));
        } else {
          others.add(view);
        }
      }
      search = new WordSearch(words);
    }
  }

  private final SessionScans scans;
  private volatile Known known;

  StreamWords(SessionScans scans) {
    this.scans = scans;
  }

  /** Whether a text may call what says how late an event may be. */
  static boolean sayLateness(String sql) {
    return mayStandBeforeBracket(sql) && SAYS_LATENESS.isIn(sql);
  }

  /**
   * Whether one of the names of what says how late an event may be, or what may hide it, stands
   * before a bracket of a text, or it has so many brackets that not all of them were looked at. The
   * few of most texts are found at once.
   */
  static boolean mayStandBeforeBracket(String sql) {
    int few = sql.length() / CHARACTERS_A_BRACKET;
    int bracket = sql.indexOf('(');
    for (int seen = 0; bracket >= 0 && seen < few && !mayFollowName(sql, bracket); seen++) {
      bracket = sql.indexOf('(', bracket + 1);
    }
    return bracket >= 0;
  }

  /** Whether one of the names comes before a bracket, or what may hide it. */
  private static boolean mayFollowName(String sql, int bracket) {
    int last = bracket - 1;
    while (last >= 0 && (sql.charAt(last) == ' ' || sql.charAt(last) == '\t')) {
      last--;
    }
    if (last < 0) {
      return false;
    }
    char end = sql.charAt(last);
    // The end of a line, of a comment, or what only some Sparks take for a blank.
    if (end < ' ' || end == '/' || end > '~') {
      return true;
    }
    int after = end == '`' ? last : last + 1;
    for (String name : LATENESS) {
      if (sql.regionMatches(true, after - name.length(), name, 0, name.length())) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of the words may be in a text. */
  boolean areIn(String sql) {
    Known now = now();
    for (String other : now.others) {
      if (scans.isStream(other)) {
        return true;
      }
    }
    return now.search.isIn(sql, word -> concerns(word, now));
  }

  /** Whether a name is that of a temporary view. */
  boolean isView(String name) {
    return now().keys.contains(SessionScans.key(name));
  }

  private Known now() {
    Known now = known;
    Seq<String> views = scans.viewNames();
    if (now == null || !now.listed.equals(views)) {
      now = new Known(views);
      known = now;
    }
    return now;
  }

  private boolean concerns(String word, Known now) {
    return LATENESS.contains(word)
        || word.equals(IDENTIFIER)
        || now.views.stream()
            .anyMatch(view -> quoted(SessionScans.key(view)).equals(word) && scans.isStream(view));
  }

  /** A name as a text has it in back quotes. */
  private static String quoted(String view) {
    return view.replace("`", "``");
  }
}
