package io.millrace.local.engine.store;

import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/** A store in a directory, kept by RocksDB. The only class that knows of it. */
public final class RocksStore implements KeyValueStore {

  private static final long WRITE_BUFFER_BYTES = 64L << 20;
  private static final long BLOCK_CACHE_BYTES = 64L << 20;

  private final StoreDirectory directory;
  private final Options options;
  private final LRUCache cache;
  private final BloomFilter filter;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions buffered = new WriteOptions().setSync(false);
  private final RocksDB db;
  private boolean closed;

  private RocksStore(StoreDirectory directory) throws RocksDBException {
    this.directory = directory;
    this.cache = new LRUCache(BLOCK_CACHE_BYTES);
    this.filter = new BloomFilter(10, false);
    this.options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(3)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setMaxBackgroundJobs(2)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            // A record cut short at the end was never acknowledged. Damage before it is an error.
            .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setFilterPolicy(filter)
                    .setBlockSize(16 << 10));
    this.db = RocksDB.open(options, directory.database().toString());
  }

  /**
   * Opens the store of a directory, which is made if it does not exist.
   *
   * @throws StoreException if it is in use, damaged, or has another format
   */
  public static RocksStore open(Path path) {
    StoreDirectory directory = StoreDirectory.take(path);
    try {
      RocksDB.loadLibrary();
      return new RocksStore(directory);
    } catch (RocksDBException e) {
      directory.close();
      throw new StoreException(
          "The data directory '%s' cannot be opened: %s. Restore it from a copy, or give another one."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  @Override
  public byte[] get(byte[] key) {
    try {
      return db.get(key);
    } catch (RocksDBException e) {
      throw failure("read", e);
    }
  }

  @Override
  public Snapshot snapshot() {
    return new RocksSnapshot();
  }

  @Override
  public void write(WriteBatch batch, Durability durability) {
    try (org.rocksdb.WriteBatch target = new org.rocksdb.WriteBatch()) {
      batch.forEach(new Copier(target));
      db.write(durability == Durability.SYNCED ? synced : buffered, target);
    } catch (RocksDBException e) {
      throw failure("written", e);
    } catch (CopyFailed e) {
      throw failure("written", e.cause);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      db.closeE();
    } catch (RocksDBException e) {
      throw failure("closed", e);
    } finally {
      synced.close();
      buffered.close();
      options.close();
      filter.close();
      cache.close();
      directory.close();
    }
  }

  private StoreException failure(String what, RocksDBException e) {
    Status status = e.getStatus();
    if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
      return new StoreFullException(
          "The disk of the data directory '%s' is full: make room."
              .formatted(options == null ? "" : directory.database()),
          e);
    }
    return new StoreException(
        "The data directory '%s' cannot be %s: %s."
            .formatted(directory.database(), what, e.getMessage()),
        e);
  }

  /** Carries the checked exception of a copy through the visitor. */
  private static final class CopyFailed extends RuntimeException {
    private final RocksDBException cause;

    CopyFailed(RocksDBException cause) {
      super(cause);
      this.cause = cause;
    }
  }

  private record Copier(org.rocksdb.WriteBatch target) implements WriteBatch.Visitor {

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
  }

  private final class RocksSnapshot implements Snapshot {
    private final org.rocksdb.Snapshot snapshot = db.getSnapshot();
    private final ReadOptions reads = new ReadOptions().setSnapshot(snapshot);

    @Override
    public byte[] get(byte[] key) {
      try {
        return db.get(reads, key);
      } catch (RocksDBException e) {
        throw failure("read", e);
      }
    }

    @Override
    public Cursor ascending(byte[] from, byte[] to) {
      return new RocksCursor(snapshot, from, to, true);
    }

    @Override
    public Cursor descending(byte[] from, byte[] to) {
      return new RocksCursor(snapshot, from, to, false);
    }

    @Override
    public void close() {
      reads.close();
      db.releaseSnapshot(snapshot);
      snapshot.close();
    }
  }

  private final class RocksCursor implements Cursor {
    private final Slice lower;
    private final Slice upper;
    private final ReadOptions reads;
    private final RocksIterator iterator;
    private final boolean ascending;
    private boolean started;

    RocksCursor(org.rocksdb.Snapshot snapshot, byte[] from, byte[] to, boolean ascending) {
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
        throw failure("read", e);
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
}
