package io.millrace.local.engine.store;

/**
 * An ordered map from byte strings to byte strings. Keys are compared byte by byte, unsigned, a
 * prefix before its extensions.
 *
 * <p>All methods may be called by any thread. Arrays given to or taken from a store are shared with
 * it and must not be changed afterwards. Failures of the medium are {@link StoreException}s.
 */
public interface KeyValueStore extends AutoCloseable {

  /** Returns the value of {@code key}, or null if there is none. */
  byte[] get(byte[] key);

  /** Returns a view of the store as it is now, untouched by later writes; the caller closes it. */
  Snapshot snapshot();

  /**
   * Applies a batch: readers, and a store opened after a crash, see all of it or nothing.
   *
   * @throws StoreFullException if the medium has no space left; nothing of the batch was applied
   */
  void write(WriteBatch batch, Durability durability);

  /**
   * Looks whether so many bytes more are likely to find room, for who begins what it has to end.
   *
   * @throws StoreFullException if not
   */
  void requireRoom(long bytes);

  /** Ends the store. Snapshots and cursors must be closed before. A second call does nothing. */
  @Override
  void close();
}
