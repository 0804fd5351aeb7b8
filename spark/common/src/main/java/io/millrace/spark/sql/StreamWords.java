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

  /** Whether a text has a word that says how late an event may be. */
  static boolean sayLateness(String sql) {
    return SAYS_LATENESS.isIn(sql);
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
