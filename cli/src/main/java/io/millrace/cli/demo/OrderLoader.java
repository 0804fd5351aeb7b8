package io.millrace.cli.demo;

import io.millrace.cli.console.CommandFailure;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Stores orders in the background: all of a list at once, or some each second without end. */
final class OrderLoader implements AutoCloseable {
  private static final int THREADS = 4;
  private static final long TICK_MILLIS = 50;

  private final OrderWriter writer;
  private final Clock clock;
  private final LoadProgress progress = new LoadProgress();
  private final List<Future<?>> work = new ArrayList<>();
  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS,
          task -> {
            Thread thread = new Thread(task, "demo-orders");
            thread.setDaemon(true);
            return thread;
          });

  OrderLoader(OrderWriter writer, Clock clock) {
    this.writer = writer;
    this.clock = clock;
  }

  /** Begins to store {@code orders}, as fast as the server takes them. */
  void load(List<Order> orders) {
    for (int from = 0; from < orders.size(); from += OrderWriter.BATCH) {
      List<Order> batch = orders.subList(from, Math.min(orders.size(), from + OrderWriter.BATCH));
      work.add(threads.submit(() -> store(batch)));
    }
  }

  /** Begins to store {@code perSecond} of {@code orders} each second, in small batches. */
  void load(Supplier<Order> orders, int perSecond) {
    Steady steady = new Steady(orders, perSecond, clock.millis());
    work.add(threads.scheduleAtFixedRate(steady, 0, TICK_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void store(List<Order> batch) {
    writer.write(batch);
    progress.add(batch.size(), clock.millis());
  }

  LoadProgress progress() {
    return progress;
  }

  /**
   * Looks for a failure in the background.
   *
   * @throws CommandFailure if an order could not be stored
   */
  void check() throws InterruptedException {
    for (Future<?> part : work) {
      if (part.isDone()) {
        try {
          part.get();
        } catch (ExecutionException e) {
          if (e.getCause() instanceof CommandFailure failure) {
            throw failure;
          }
          throw new CommandFailure(
              "The orders could not be stored: " + e.getCause().getMessage(), e);
        }
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  /** Keeps up with the clock: each tick stores what has become due since the start. */
  private final class Steady implements Runnable {
    private final Supplier<Order> orders;
    private final int perSecond;
    private final long startMillis;
    private long made;

    Steady(Supplier<Order> orders, int perSecond, long startMillis) {
      this.orders = orders;
      this.perSecond = perSecond;
      this.startMillis = startMillis;
    }

    @Override
    public void run() {
      long due = (clock.millis() - startMillis) * perSecond / 1000;
      while (made < due) {
        List<Order> batch = new ArrayList<>();
        while (batch.size() < OrderWriter.BATCH && made < due) {
          batch.add(orders.get());
          made++;
        }
        store(batch);
      }
    }
  }
}
