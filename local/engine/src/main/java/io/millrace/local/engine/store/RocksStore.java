package io.millrace.local.engine.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.SstFileReader;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;
import org.rocksdb.util.Environment;

/** A store in a directory, kept by RocksDB. */
public final class RocksStore implements KeyValueStore {

  private static final long WRITE_BUFFER_BYTES = 64L << 20;
  private static final long BLOCK_CACHE_BYTES = 64L << 20;

  private final Path database;
  private final AutoCloseable owned;
  private final Options options;
  private final LRUCache cache;
  private final BloomFilter filter;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final WriteOptions buffered = new WriteOptions().setSync(false);
  private final RocksDB db;
  private final Room room;
  private boolean closed;

  /** How a database is opened. */
  enum Access {
    /** To be made if it is not there. */
    CREATE,
    EXISTING,
    READ,
    /** To be read without what is damaged of the newest writes. */
    READ_WHAT_IS_WHOLE,
    /** To be brought back to a state that its files still have. */
    RESCUE
  }

  private RocksStore(Path database, Access access, AutoCloseable owned) throws RocksDBException {
    this.database = database;
    this.owned = owned;
    this.cache = new LRUCache(BLOCK_CACHE_BYTES);
    this.filter = new BloomFilter(10, false);
    this.options =
        new Options()
            // A database whose list of files is gone is not to be taken for one not made yet.
            .setCreateIfMissing(access == Access.CREATE)
            .setWriteBufferSize(WRITE_BUFFER_BYTES)
            .setMaxWriteBufferNumber(3)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setMaxBackgroundJobs(2)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            // A record cut short at the end was never acknowledged. Damage before it is an error.
            .setWalRecoveryMode(
                access == Access.READ_WHAT_IS_WHOLE || access == Access.RESCUE
                    ? WALRecoveryMode.SkipAnyCorruptedRecords
                    : WALRecoveryMode.TolerateCorruptedTailRecords)
            .setBestEffortsRecovery(access == Access.RESCUE)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setFilterPolicy(filter)
                    .setBlockSize(16 << 10));
    this.db =
        access == Access.READ || access == Access.READ_WHAT_IS_WHOLE
            ? RocksDB.openReadOnly(options, database.toString())
            : RocksDB.open(options, database.toString());
    this.room = new Room(database, this::unwritten);
  }

  /**
   * Unpacks the native library into a directory. A process whose {@code java.library.path} names it
   * starts faster, for it need not unpack the library itself.
   *
   * @throws IOException if it cannot be written
   */
  public static void unpackLibrary(Path directory) throws IOException {
    String name = Environment.getJniLibraryFileName("rocksdb");
    try (InputStream library = RocksDB.class.getClassLoader().getResourceAsStream(name)) {
      if (library != null) { // Else this platform has it under another name, and RocksDB finds it.
        Files.createDirectories(directory);
        Files.copy(library, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Loads the native library, which {@link #open} does otherwise. */
  public static void prepare() {
    RocksDB.loadLibrary();
  }

  /**
   * Opens the store of a directory, which is made if it does not exist.
   *
   * @throws StoreException if it is in use, damaged, or has another format
   */
  public static RocksStore open(Path path) {
    StoreDirectory directory = StoreDirectory.take(path);
    try {
      if (directory.isMarked()) {
        return open(directory.database(), Access.EXISTING, directory);
      }
      if (directory.hasTables()) {
        throw directory.unmarked();
      }
      RocksStore store = open(directory.database(), Access.CREATE, directory);
      if (!store.isEmpty()) {
        store.close();
        throw directory.unmarked();
      }
      directory.mark();
      return store;
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /**
   * Opens a database.
   *
   * @param owned what is closed with it
   */
  static RocksStore open(Path database, Access access, AutoCloseable owned) {
    try {
      RocksDB.loadLibrary();
      return new RocksStore(database, access, owned);
    } catch (RocksDBException e) {
      throw new StoreException(
          "The database '%s' cannot be opened: %s. Run 'millrace admin repair %s', or restore the directory from a copy."
              .formatted(database, e.getMessage(), database.getParent()),
          e);
    }
  }

  /** Returns what is wrong with the files of the database, a sentence for each. */
  List<String> damagedFiles() {
    List<String> damaged = new ArrayList<>();
    for (LiveFileMetaData file : db.getLiveFilesMetaData()) {
      Path path = Path.of(file.path(), file.fileName());
      try (SstFileReader reader = new SstFileReader(options)) {
        reader.open(path.toString());
        reader.verifyChecksum();
      } catch (RocksDBException e) {
        damaged.add("The file '%s' is damaged: %s.".formatted(path, e.getMessage()));
      }
    }
    return damaged;
  }

  private boolean isEmpty() {
    try (RocksIterator iterator = db.newIterator()) {
      iterator.seekToFirst();
      return !iterator.isValid();
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
    return new RocksSnapshot(db, e -> failure("read", e));
  }

  @Override
  public void write(WriteBatch batch, Durability durability) {
    takeRoom(batch);
    try (org.rocksdb.WriteBatch target = new org.rocksdb.WriteBatch()) {
      RocksBatch.copy(batch, target);
      db.write(durability == Durability.SYNCED ? synced : buffered, target);
    } catch (RocksDBException e) {
      throw failure("written", e);
    }
  }

  private void takeRoom(WriteBatch batch) {
    synchronized (room) {
      if (!room.take(batch.bytes())) {
        throw new StoreFullException(full(), null);
      }
    }
  }

  @Override
  public void requireRoom(long bytes) {
    synchronized (room) {
      if (!room.has(bytes)) {
        throw new StoreFullException(full(), null);
      }
    }
  }

  private long unwritten() {
    try {
      return db.getLongProperty("rocksdb.cur-size-all-mem-tables");
    } catch (RocksDBException e) {
      throw failure("read", e);
    }
  }

  private String full() {
    return "The disk of the data directory '%s' is full: make room."
        .formatted(database.getParent());
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
      closeOwned();
    }
  }

  private void closeOwned() {
    try {
      owned.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new StoreException("What '%s' used cannot be closed: %s.".formatted(database, e), e);
    }
  }

  private StoreException failure(String what, RocksDBException e) {
    Status status = e.getStatus();
    if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
      return new StoreFullException(full(), e);
    }
    return new StoreException(
        "The data directory '%s' cannot be %s: %s.".formatted(database, what, e.getMessage()), e);
  }
}
