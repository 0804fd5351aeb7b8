package io.millrace.local.engine.store;

import java.util.function.Function;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A database as it was at a moment. */
final class RocksSnapshot implements Snapshot {
  private final RocksDB db;
  private final Function<RocksDBException, StoreException> failure;
  private final org.rocksdb.Snapshot snapshot;
  private final ReadOptions reads;

  /**
   * The database as it is now.
   *
   * @param failure what a failed read is told as
   */
  RocksSnapshot(RocksDB db, Function<RocksDBException, StoreException> failure) {
    this.db = db;
    this.failure = failure;
    this.snapshot = db.getSnapshot();
    this.reads = new ReadOptions().setSnapshot(snapshot);
  }

  @Override
  public byte[] get(byte[] key) {
    try {
      return db.get(reads, key);
    } catch (RocksDBException e) {
      throw failure.apply(e);
    }
  }

  @Override
  public Cursor ascending(byte[] from, byte[] to) {
    return new RocksCursor(db, failure, snapshot, from, to, true);
  }

  @Override
  public Cursor descending(byte[] from, byte[] to) {
    return new RocksCursor(db, failure, snapshot, from, to, false);
  }

  @Override
  public void close() {
    reads.close();
    db.releaseSnapshot(snapshot);
    snapshot.close();
  }
}
