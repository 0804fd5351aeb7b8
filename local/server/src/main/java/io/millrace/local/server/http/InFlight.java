package io.millrace.local.server.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the calls being answered, and lets a stopping listener wait for the last of them. */
final class InFlight {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int count;
  private volatile boolean closing;

  /** Counts a call in, unless the listener is closing. */
  boolean enter() {
    lock.lock();
    try {
      if (closing) {
        return false;
      }
      count++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      count--;
      if (count == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean closing() {
    return closing;
  }

  int count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses new calls and waits for those in flight; returns how many are left at the limit. */
  int drain(Duration limit) {
    lock.lock();
    try {
      closing = true;
      long nanos = limit.toNanos();
      while (count > 0 && nanos > 0) {
        nanos = none.awaitNanos(nanos);
      }
      return count;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return count;
    } finally {
      lock.unlock();
    }
  }
}
