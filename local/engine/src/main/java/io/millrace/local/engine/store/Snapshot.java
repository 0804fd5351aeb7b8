package io.millrace.local.engine.store;

/** A store as it was at one moment. Used by one thread at a time. */
public interface Snapshot extends AutoCloseable {

  /** Returns the value of {@code key}, or null if there is none. */
  byte[] get(byte[] key);

  /** Walks the keys of {@code [from, to)} upwards; the caller closes the cursor. */
  Cursor ascending(byte[] from, byte[] to);

  /** Walks the keys of {@code [from, to)} downwards; the caller closes the cursor. */
  Cursor descending(byte[] from, byte[] to);

  @Override
  void close();
}
