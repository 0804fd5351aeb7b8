package io.millrace.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many orders are stored, and when the last of them were. Thread-safe. */
final class LoadProgress {
  private static final int REMEMBERED = 100_000;

  private final Deque<Stored> history = new ArrayDeque<>();
  private long stored;

  private record Stored(long upTo, long millis) {}

  /** Notes that {@code orders} more are stored since {@code millis}. */
  synchronized void add(int orders, long millis) {
    stored += orders;
    history.addLast(new Stored(stored, millis));
    if (history.size() > REMEMBERED) {
      history.removeFirst();
    }
  }

  /** The number of orders stored. */
  synchronized long stored() {
    return stored;
  }

  /**
   * When the {@code number}th order was stored, in epoch milliseconds, or -1 if that is not known
   * (any more). Numbers must not go down from call to call.
   */
  synchronized long millisOf(long number) {
    while (!history.isEmpty() && history.getFirst().upTo() < number) {
      history.removeFirst();
    }
    return history.isEmpty() ? -1 : history.getFirst().millis();
  }
}
