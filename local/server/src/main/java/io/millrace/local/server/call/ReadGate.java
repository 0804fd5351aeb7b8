package io.millrace.local.server.call;

import io.millrace.protocol.error.ServiceErrors;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where reads go through that may take some megabytes each: so many at a time as there is memory
 * for. A few more wait; the others are told that the server is busy, which clients repeat, so that
 * neither memory nor all threads are taken by them.
 */
final class ReadGate {
  /** What a page of four megabytes takes while it is read, encoded and signed. */
  private static final long BYTES_OF_ONE = 32L << 20;

  private static final int FEWEST = 2;

  /** Of the listener's threads, those that reads leave to others are 8. */
  private static final int THREADS = 56;

  private final Semaphore inside;
  private final Semaphore waiting;
  private final int mostWaiting;
  private final Duration patience;

  ReadGate(int inside, int waiting, Duration patience) {
    this.inside = new Semaphore(inside);
    this.waiting = new Semaphore(waiting);
    this.mostWaiting = waiting;
    this.patience = patience;
  }

  /** A gate that lets reads take up to a quarter of a memory. */
  static ReadGate ofMemory(long bytes) {
    int inside = (int) Math.max(FEWEST, Math.min(THREADS, bytes / 4 / BYTES_OF_ONE));
    return new ReadGate(inside, THREADS - inside, Duration.ofSeconds(5));
  }

  /**
   * Goes in; {@link #leave()} must follow.
   *
   * @throws io.millrace.protocol.error.ServiceException if too many are inside or waiting
   */
  void enter() {
    if (inside.tryAcquire()) {
      return;
    }
    if (!waiting.tryAcquire()) {
      throw ServiceErrors.serverBusy();
    }
    try {
      if (!inside.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw ServiceErrors.serverBusy();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw ServiceErrors.serverBusy();
    } finally {
      waiting.release();
    }
  }

  /** How many wait. */
  int waiting() {
    return mostWaiting - waiting.availablePermits();
  }

  /** How many could go in without waiting. */
  int free() {
    return inside.availablePermits();
  }

  /** Goes out. */
  void leave() {
    inside.release();
  }
}
