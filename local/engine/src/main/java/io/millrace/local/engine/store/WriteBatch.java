package io.millrace.local.engine.store;

import java.util.Arrays;

/**
 * Changes that a store applies together, in the order they were added. Not safe for several
 * threads.
 */
public final class WriteBatch {

  /** Receives the changes of a batch in order. */
  interface Visitor {
    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    void deleteRange(byte[] from, byte[] to);
  }

  private static final byte PUT = 0;
  private static final byte DELETE = 1;
  private static final byte DELETE_RANGE = 2;

  private byte[] kinds = new byte[16];
  private byte[][] firsts = new byte[16][];
  private byte[][] seconds = new byte[16][];
  private int size;
  private long bytes;

  /** Sets the value of a key. */
  public void put(byte[] key, byte[] value) {
    add(PUT, key, value);
  }

  /** Removes a key; removing an absent one changes nothing. */
  public void delete(byte[] key) {
    add(DELETE, key, null);
  }

  /** Removes all keys of {@code [from, to)}, which may hold none. */
  public void deleteRange(byte[] from, byte[] to) {
    if (Arrays.compareUnsigned(from, to) < 0) {
      add(DELETE_RANGE, from, to);
    }
  }

  /** Tells whether nothing was added. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Returns the number of changes added. */
  public int size() {
    return size;
  }

  /** Returns the bytes of all keys and values added. */
  public long bytes() {
    return bytes;
  }

  void forEach(Visitor visitor) {
    for (int i = 0; i < size; i++) {
      switch (kinds[i]) {
        case PUT -> visitor.put(firsts[i], seconds[i]);
        case DELETE -> visitor.delete(firsts[i]);
        default -> visitor.deleteRange(firsts[i], seconds[i]);
      }
    }
  }

  private void add(byte kind, byte[] first, byte[] second) {
    if (size == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * size);
      firsts = Arrays.copyOf(firsts, 2 * size);
      seconds = Arrays.copyOf(seconds, 2 * size);
    }
    kinds[size] = kind;
    firsts[size] = first;
    seconds[size] = second;
    bytes += first.length + (second == null ? 0 : second.length);
    size++;
  }
}
