package io.millrace.spark.client;

/**
 * What the writers of a JVM may have under way to one table at a time: requests, rows and bytes. A
 * single request that is larger than the bounds goes alone.
 *
 * <p>Thread-safe.
 */
public final class WriteBudget {

  /** The bounds. */
  public record Bounds(int requests, int rows, long bytes) {}

  private final Bounds bounds;
  private int requests;
  private int rows;
  private long bytes;

  WriteBudget(Bounds bounds) {
    this.bounds = bounds;
  }

  /** Waits until a request with so many rows and bytes may go, and counts it. */
  public synchronized void acquire(int newRows, long newBytes) throws InterruptedException {
    while (requests > 0 && !admits(newRows, newBytes)) {
      wait();
    }
    requests++;
    rows += newRows;
    bytes += newBytes;
  }

  private boolean admits(int newRows, long newBytes) {
    return requests < bounds.requests()
        && rows + newRows <= bounds.rows()
        && bytes + newBytes <= bounds.bytes();
  }

  /** Counts a request no longer. */
  public synchronized void release(int oldRows, long oldBytes) {
    requests--;
    rows -= oldRows;
    bytes -= oldBytes;
    notifyAll();
  }
}
