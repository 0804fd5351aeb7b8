package io.millrace.local.engine.store;

import java.util.function.Function;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** Runs through a range of keys of a database. */
final class RocksCursor implements Cursor {
  private final Function<RocksDBException, StoreException> failure;
  private final Slice lower;
  private final Slice upper;
  private final ReadOptions reads;
  private final RocksIterator iterator;
  private final boolean ascending;
  private boolean started;

  RocksCursor(
      RocksDB db,
      Function<RocksDBException, StoreException> failure,
      Snapshot snapshot,
      byte[] from,
      byte[] to,
      boolean ascending) {
    this.failure = failure;
    this.lower = new Slice(from);
    this.upper = new Slice(to);
    this.reads =
        new ReadOptions()
            .setSnapshot(snapshot)
            .setIterateLowerBound(lower)
            .setIterateUpperBound(upper);
    this.iterator = db.newIterator(reads);
    this.ascending = ascending;
  }

  @Override
  public boolean next() {
    if (!started) {
      started = true;
      if (ascending) {
        iterator.seekToFirst();
      } else {
        iterator.seekToLast();
      }
    } else if (!iterator.isValid()) {
      return false;
    } else if (ascending) {
      iterator.next();
    } else {
      iterator.prev();
    }
    if (iterator.isValid()) {
      return true;
    }
    try {
      iterator.status();
    } catch (RocksDBException e) {
      throw failure.apply(e);
    }
    return false;
  }

  @Override
  public byte[] key() {
    return iterator.key();
  }

  @Override
  public byte[] value() {
    return iterator.value();
  }

  @Override
  public void close() {
    iterator.close();
    reads.close();
    lower.close();
    upper.close();
  }
}
