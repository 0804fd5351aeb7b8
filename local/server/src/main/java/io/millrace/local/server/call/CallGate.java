package io.millrace.local.server.call;

import io.millrace.protocol.error.ServiceErrors;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Where calls on the data go through: any number together, or one that replaces data and is alone.
 * Once closed nobody gets in, and the engine may be closed. Not to be entered twice by one thread.
 */
public final class CallGate {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private volatile boolean closed;

  /**
   * Goes in together with others; {@link #leave()} must follow.
   *
   * @throws io.millrace.protocol.error.ServiceException if the server has stopped
   */
  public void enter() {
    lock.readLock().lock();
    if (closed) {
      lock.readLock().unlock();
      throw ServiceErrors.serverUnavailable();
    }
  }

  /** Goes out. */
  public void leave() {
    lock.readLock().unlock();
  }

  /** What is carried out inside. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Carries something out together with others. */
  public <T, E extends Exception> T shared(Work<T, E> work) throws E {
    enter();
    try {
      return work.run();
    } finally {
      leave();
    }
  }

  /** Carries something out when nobody else is inside. */
  public <T, E extends Exception> T alone(Work<T, E> work) throws E {
    lock.writeLock().lock();
    try {
      if (closed) {
        throw ServiceErrors.serverUnavailable();
      }
      return work.run();
    } finally {
      lock.writeLock().unlock();
    }
  }

  /** Lets nobody in any more and waits for those inside; tells whether all have left. */
  public boolean close(Duration limit) {
    closed = true;
    try {
      if (!lock.writeLock().tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return false;
      }
      lock.writeLock().unlock();
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
