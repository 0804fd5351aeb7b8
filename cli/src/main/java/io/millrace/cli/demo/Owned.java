package io.millrace.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a demo has started, ended in the reverse order. Closing may come from any thread at any
 * time, as it does on Ctrl-C; it returns when all is ended. Thread-safe.
 */
final class Owned implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Owned.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * Takes charge of {@code part}.
   *
   * @throws CancellationException if closing has begun; the part is closed
   */
  synchronized <T extends AutoCloseable> T add(T part) {
    if (isClosing()) {
      close(part);
      throw new CancellationException();
    }
    parts.push(part);
    return part;
  }

  /** True once closing has begun. */
  boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Waits for {@code millis} or until closing begins; true if it has. */
  boolean awaitClosing(long millis) throws InterruptedException {
    return closing.await(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closing.countDown();
    synchronized (this) {
      while (!parts.isEmpty()) {
        close(parts.pop());
      }
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("{} did not end cleanly", part.getClass().getSimpleName(), e);
    }
  }
}
