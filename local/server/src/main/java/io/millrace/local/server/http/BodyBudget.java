package io.millrace.local.server.http;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that bodies of requests, or of replies, may take together. */
final class BodyBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  BodyBudget(long limit) {
    this.limit = limit;
  }

  /** Takes bytes if they are left; what was taken must be given back. */
  boolean tryTake(long bytes) {
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  /** Takes bytes if they are left, or if nobody has taken any; they must be given back. */
  boolean tryTakeOrAlone(long bytes) {
    if (used.getAndAdd(bytes) == 0 || used.get() <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
