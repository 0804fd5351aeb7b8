package io.millrace.local.engine.store;

import org.rocksdb.RocksDBException;

/** Turns a batch into one of RocksDB. */
record RocksBatch(org.rocksdb.WriteBatch target) implements WriteBatch.Visitor {

  static void copy(WriteBatch batch, org.rocksdb.WriteBatch target) throws RocksDBException {
    try {
      batch.forEach(new RocksBatch(target));
    } catch (CopyFailed e) {
      throw e.cause;
    }
  }

  @Override
  public void put(byte[] key, byte[] value) {
    try {
      target.put(key, value);
    } catch (RocksDBException e) {
      throw new CopyFailed(e);
    }
  }

  @Override
  public void delete(byte[] key) {
    try {
      target.delete(key);
    } catch (RocksDBException e) {
      throw new CopyFailed(e);
    }
  }

  @Override
  public void deleteRange(byte[] from, byte[] to) {
    try {
      target.deleteRange(from, to);
    } catch (RocksDBException e) {
      throw new CopyFailed(e);
    }
  }

  /** Carries the checked exception of a copy through the visitor. */
  private static final class CopyFailed extends RuntimeException {
    private final RocksDBException cause;

    CopyFailed(RocksDBException cause) {
      super(cause);
      this.cause = cause;
    }
  }
}
