package io.millrace.local.engine;

import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.WriteBatch;

/** A store whose process dies before one of its writes; what was written stays in the other. */
final class CrashingStore extends ForwardingStore {

  private int writesLeft = Integer.MAX_VALUE;
  private long largestBatch;

  CrashingStore(KeyValueStore store) {
    super(store);
  }

  /** Tells whether the process dies in some work. */
  static boolean crashes(Runnable work) {
    try {
      work.run();
      return false;
    } catch (Crash crash) {
      return true;
    }
  }

  /** Lets so many writes through and no more. */
  void crashAfter(int writes) {
    writesLeft = writes;
    largestBatch = 0;
  }

  /** The bytes of the largest batch since then. */
  long largestBatch() {
    return largestBatch;
  }

  @Override
  public void write(WriteBatch batch, Durability durability) {
    if (writesLeft-- <= 0) {
      throw new Crash();
    }
    largestBatch = Math.max(largestBatch, batch.bytes());
    super.write(batch, durability);
  }

  private static final class Crash extends RuntimeException {}
}
