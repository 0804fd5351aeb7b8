package io.millrace.cli.demo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What has been seen of the sink so far. Thread-confined. */
final class SinkState {
  /** How many of the newest windows of an endless run may still change. */
  private static final int STILL_OPEN = 40;

  private final SinkReader reader;
  private final boolean endless;
  private final NavigableMap<String, WindowTotal> windows = new TreeMap<>();
  private long counted;
  private long writtenMillis;

  /**
   * @param endless whether orders carry the present time, so that only the newest windows change
   *     and the others need not be read again
   */
  SinkState(SinkReader reader, boolean endless) {
    this.reader = reader;
    this.endless = endless;
  }

  /** Reads what may have changed. */
  void refresh() {
    for (WindowTotal window : reader.from(readFrom())) {
      WindowTotal before = windows.put(window.begin() + ' ' + window.end(), window);
      counted += window.count() - (before == null ? 0 : before.count());
      writtenMillis = Math.max(writtenMillis, window.writtenMillis());
    }
  }

  private String readFrom() {
    if (!endless || windows.size() <= STILL_OPEN) {
      return "";
    }
    return newest(STILL_OPEN).get(STILL_OPEN - 1).begin();
  }

  /** The sum of the counts of all windows. */
  long counted() {
    return counted;
  }

  /** When the newest cell was stored, in epoch milliseconds; 0 while there is none. */
  long writtenMillis() {
    return writtenMillis;
  }

  /** All windows, oldest first. */
  Collection<WindowTotal> windows() {
    return Collections.unmodifiableCollection(windows.values());
  }

  /** At most {@code limit} windows, newest first. */
  List<WindowTotal> newest(int limit) {
    List<WindowTotal> newest = new ArrayList<>(limit);
    for (WindowTotal window : windows.descendingMap().values()) {
      if (newest.size() == limit) {
        break;
      }
      newest.add(window);
    }
    return newest;
  }
}
