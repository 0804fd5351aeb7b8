package io.millrace.local.engine;

import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings changes into the store, one commit after the other. Callers queue their change and then
 * ask for the lock; who gets it carries out all that is queued and writes it as one batch, so that
 * many callers share one sync and none waits for a thread. Changes are seen by others in the order
 * of their commits, and a call returns when its change is in the store.
 */
final class Committer {

  /** How many changes one commit takes at most. */
  private static final int MAX_CHANGES = 512;

  private final KeyValueStore store;
  private final Durability durability;
  private final ServerTime time;
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentLinkedQueue<Pending> queue = new ConcurrentLinkedQueue<>();
  private final ByteWriter scratch = new ByteWriter(4096);

  Committer(KeyValueStore store, Durability durability, ServerTime time) {
    this.store = store;
    this.durability = durability;
    this.time = time;
  }

  /**
   * A change of rows. It fails as a whole: what it throws is thrown to its caller, and nothing of
   * it is written.
   */
  interface Change {
    void apply(Commit commit);
  }

  /** A change of what tables there are, which may also remove ranges. */
  interface Redefinition<T> {
    /** Adds to the batch and returns what to do, under the lock, once it is written. */
    After<T> apply(WriteBatch batch, long nowMicros);
  }

  /** Makes a written redefinition seen by this process. */
  interface After<T> {
    T publish();
  }

  private static final class Pending {
    private final Change change;
    private volatile boolean done;
    private Throwable failure;

    Pending(Change change) {
      this.change = change;
    }
  }

  /** Carries out a change and returns when it is written. */
  void run(Change change) {
    Pending pending = new Pending(change);
    queue.add(pending);
    lock.lock();
    try {
      while (!pending.done) {
        commitQueued();
      }
    } finally {
      lock.unlock();
    }
    if (pending.failure instanceof RuntimeException e) {
      throw e;
    }
    if (pending.failure instanceof Error e) {
      throw e;
    }
  }

  /** Carries out a redefinition while no change is under way. */
  <T> T redefine(Redefinition<T> redefinition) {
    lock.lock();
    try {
      WriteBatch batch = new WriteBatch();
      After<T> after = redefinition.apply(batch, time.micros());
      if (!batch.isEmpty()) {
        store.write(batch, durability);
      }
      return after.publish();
    } finally {
      lock.unlock();
    }
  }

  private void commitQueued() {
    List<Pending> taken = new ArrayList<>();
    Commit commit = Commit.logged(store, time.micros(), scratch);
    boolean stored = false;
    try {
      for (int i = 0; i < MAX_CHANGES; i++) {
        Pending next = queue.poll();
        if (next == null) {
          break;
        }
        taken.add(next);
        apply(next, commit);
      }
      write(commit);
      stored = true;
    } catch (RuntimeException | Error e) {
      for (Pending pending : taken) {
        if (pending.failure == null) {
          pending.failure = e;
        }
      }
    } finally {
      commit.end(stored);
      taken.forEach(pending -> pending.done = true);
    }
  }

  private static void apply(Pending pending, Commit commit) {
    try {
      pending.change.apply(commit);
      commit.accept();
    } catch (RuntimeException e) {
      pending.failure = e;
      commit.rollback();
    }
  }

  private void write(Commit commit) {
    if (commit.isEmpty()) {
      return;
    }
    WriteBatch batch = new WriteBatch();
    commit.addTo(batch);
    if (!batch.isEmpty()) {
      store.write(batch, durability);
    }
  }
}
