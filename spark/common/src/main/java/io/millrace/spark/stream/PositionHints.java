package io.millrace.spark.stream;

import io.millrace.spark.client.CallFailures;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the tunnel how far the query has come, for consoles that show it. Only the ends of channels
 * matter to the service; any other position may be lost without harm, and a newer one takes the
 * place of one that was not sent yet.
 *
 * <p>One thread sends everything, so that no position comes after the end of its channel.
 */
final class PositionHints implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PositionHints.class);
  private static final long CLOSE_SECONDS = 2;

  private final TunnelAdmin tunnel;
  private final SourceIdentity source;
  private final boolean moves;
  private final ThreadPoolExecutor thread;
  private final AtomicReference<Map<String, String>> latest = new AtomicReference<>();
  private final Map<String, String> sent = new HashMap<>();

  /**
   * The positions of one query in a tunnel.
   *
   * @param moves false for a query that only looks: nothing is told then
   */
  PositionHints(TunnelAdmin tunnel, SourceIdentity source, boolean moves) {
    this.tunnel = tunnel;
    this.source = source;
    this.moves = moves;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread made = new Thread(task, "millrace-positions-" + source.tunnel());
              made.setDaemon(true);
              return made;
            });
    thread.allowCoreThreadTimeOut(true);
  }

  /** Whether the tunnel is told anything at all. */
  boolean areSent() {
    return moves;
  }

  /** Sends positions some time soon. */
  void send(Map<String, String> positions) {
    if (moves && latest.getAndSet(positions) == null) {
      thread.execute(this::sendLatest);
    }
  }

  private void sendLatest() {
    Map<String, String> positions = latest.getAndSet(null);
    if (positions == null) {
      return;
    }
    try {
      for (Map.Entry<String, String> position : positions.entrySet()) {
        if (!position.getValue().equals(sent.get(position.getKey()))) {
          tunnel.setPositionOnce(position.getKey(), position.getValue());
          sent.put(position.getKey(), position.getValue());
        }
      }
    } catch (RuntimeException e) {
      LOG.warn("The position of {} in its console is out of date: {}", source, e.toString());
    }
  }

  /** Tells the end of a channel, and waits until the service knows it. */
  void finish(String channel) throws InterruptedException {
    if (!moves) {
      return;
    }
    try {
      thread.submit(() -> tunnel.finish(channel)).get();
    } catch (ExecutionException e) {
      throw CallFailures.unchecked(e.getCause());
    }
  }

  /** Gives what is not sent yet a moment, and ends the thread. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
