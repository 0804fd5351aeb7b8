package io.millrace.local.engine.store;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Copies entry by entry what can be read of a damaged store, and tells what cannot. */
final class Salvage {

  private static final byte[] FIRST = {};
  private static final byte[] END = {(byte) 0xff};
  private static final int BATCH_BYTES = 4 << 20;

  /** How much of a key counts when the end of a damaged part is looked for. */
  private static final int DIGITS = 40;

  private final Snapshot from;
  private final KeyValueStore to;
  private final List<LostRange> lost = new ArrayList<>();
  private WriteBatch batch = new WriteBatch();
  private int batchBytes;

  private Salvage(Snapshot from, KeyValueStore to) {
    this.from = from;
    this.to = to;
  }

  static List<LostRange> copy(KeyValueStore from, KeyValueStore to) {
    try (Snapshot snapshot = from.snapshot()) {
      Salvage salvage = new Salvage(snapshot, to);
      salvage.run();
      return salvage.lost;
    }
  }

  private void run() {
    byte[] last = null;
    byte[] next = FIRST;
    while (next != null) {
      byte[] start = next;
      byte[] failedAfter = last;
      try (Cursor cursor = from.ascending(start, END)) {
        while (cursor.next()) {
          last = cursor.key();
          failedAfter = last;
          add(last, cursor.value());
        }
        next = null;
      } catch (StoreException damaged) {
        byte[] after = failedAfter == null ? FIRST : failedAfter;
        next = firstReadable(after);
        lost.add(new LostRange(after, next == null ? FIRST : next));
      }
    }
    flush();
  }

  private void add(byte[] key, byte[] value) {
    batch.put(key, value);
    batchBytes += key.length + value.length;
    if (batchBytes > BATCH_BYTES) {
      flush();
    }
  }

  private void flush() {
    if (!batch.isEmpty()) {
      to.write(batch, Durability.SYNCED);
    }
    batch = new WriteBatch();
    batchBytes = 0;
  }

  /** Returns the lowest key above that a walk can start from, or null if there is none. */
  private byte[] firstReadable(byte[] after) {
    BigInteger low = number(after);
    BigInteger high = number(END);
    byte[] found = null;
    while (high.subtract(low).compareTo(BigInteger.ONE) > 0) {
      BigInteger middle = low.add(high).shiftRight(1);
      try (Cursor cursor = from.ascending(key(middle), END)) {
        found = cursor.next() ? cursor.key() : null;
        high = middle;
      } catch (StoreException damaged) {
        low = middle;
      }
    }
    return found;
  }

  private static BigInteger number(byte[] key) {
    return new BigInteger(1, Arrays.copyOf(key, DIGITS));
  }

  private static byte[] key(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] key = new byte[DIGITS];
    int length = Math.min(bytes.length, DIGITS);
    System.arraycopy(bytes, bytes.length - length, key, DIGITS - length, length);
    return key;
  }
}
