package io.millrace.cli.load;

import com.alicloud.openservices.tablestore.SyncClientInterface;
import io.millrace.cli.rows.FileRow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes rows in parallel batches with bounded memory. All rows of one key go through one lane, one
 * batch after the other, so they are written in the order they were added; between keys there is no
 * order. After the first row that is refused for good nothing more is sent. {@link #add}, {@link
 * #flush}, {@link #await} and {@link #close} are for one thread; {@link #written} is for any.
 */
public final class RowLoader implements AutoCloseable {
  private static final int QUEUED_BATCHES = 2;

  private final List<Lane> lanes = new ArrayList<>();
  private final AtomicLong written = new AtomicLong();
  private final Object state = new Object();
  private long pendingBatches;
  private LoadFailure failure;

  /**
   * Starts the lanes.
   *
   * @param lanes how many requests are under way at the same time, at least 1
   */
  public RowLoader(SyncClientInterface client, int lanes, Backoff backoff) {
    BatchSender sender = new BatchSender(client, backoff, written::addAndGet);
    for (int i = 0; i < lanes; i++) {
      this.lanes.add(new Lane(sender, i));
    }
    this.lanes.forEach(lane -> lane.thread.start());
  }

  /**
   * Adds a row, waiting while its lane has enough to do.
   *
   * @throws LoadFailure if an earlier row was refused
   */
  public void add(FileRow row) throws InterruptedException {
    checkFailure();
    int lane = Math.floorMod(row.change().getPrimaryKey().hashCode(), lanes.size());
    lanes.get(lane).add(row);
  }

  /** Sends what was added without waiting for full batches. */
  public void flush() throws InterruptedException {
    for (Lane lane : lanes) {
      lane.flush();
    }
  }

  /**
   * Sends what was added and waits until all of it is written.
   *
   * @throws LoadFailure if a row was refused
   */
  public void await() throws InterruptedException {
    flush();
    synchronized (state) {
      while (pendingBatches > 0) {
        state.wait();
      }
    }
    checkFailure();
  }

  /** How many rows the service has acknowledged. */
  public long written() {
    return written.get();
  }

  /** Gives up what is not written yet, and ends the lanes after the requests under way. */
  @Override
  public void close() {
    for (Lane lane : lanes) {
      lane.thread.interrupt();
    }
    boolean interrupted = false;
    for (Lane lane : lanes) {
      while (lane.thread.isAlive()) {
        try {
          lane.thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void checkFailure() {
    synchronized (state) {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private boolean failed() {
    synchronized (state) {
      return failure != null;
    }
  }

  private void done(LoadFailure caught) {
    synchronized (state) {
      if (caught != null && (failure == null || isEarlier(caught, failure))) {
        failure = caught;
      }
      pendingBatches--;
      state.notifyAll();
    }
  }

  private static boolean isEarlier(LoadFailure one, LoadFailure other) {
    return one.row() != null && other.row() != null && one.row().line() < other.row().line();
  }

  /** The rows of some of the keys, and the thread that writes them. */
  private final class Lane {
    private final BlockingQueue<Batch> queue = new ArrayBlockingQueue<>(QUEUED_BATCHES);
    private final BatchSender sender;
    private final Thread thread;
    private Batch filling = new Batch();

    Lane(BatchSender sender, int number) {
      this.sender = sender;
      this.thread = new Thread(this::run, "millrace-load-" + number);
      thread.setDaemon(true);
    }

    void add(FileRow row) throws InterruptedException {
      if (!filling.add(row)) {
        flush();
        filling.add(row);
      }
    }

    void flush() throws InterruptedException {
      if (!filling.isEmpty()) {
        synchronized (state) {
          pendingBatches++;
        }
        queue.put(filling);
        filling = new Batch();
      }
    }

    private void run() {
      try {
        while (true) {
          send(queue.take());
        }
      } catch (InterruptedException e) {
        // Closed: the lane ends.
        return;
      }
    }

    private void send(Batch batch) throws InterruptedException {
      LoadFailure caught = null;
      try {
        if (!failed()) {
          sender.send(batch.rows());
        }
      } catch (LoadFailure e) {
        caught = e;
      } catch (RuntimeException e) {
        caught = new LoadFailure(null, e.toString(), e);
      } finally {
        done(caught);
      }
    }
  }
}
