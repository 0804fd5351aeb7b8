package io.millrace.local.engine;

import io.millrace.local.engine.log.BasePage;
import io.millrace.local.engine.log.BaseRange;
import io.millrace.local.engine.log.LogPage;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.log.StreamInfo;
import io.millrace.local.engine.row.RangePage;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowRead;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.local.engine.schema.DefinedColumn;
import io.millrace.local.engine.schema.IndexSchema;
import io.millrace.local.engine.schema.TableChange;
import io.millrace.local.engine.schema.TableDescription;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.store.KeyRange;
import io.millrace.local.engine.store.WriteBatch;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.model.PrimaryKey;
import java.util.ArrayList;
import java.util.List;

/**
 * A name space of tables. Safe for any thread. What a caller did wrong is a {@link
 * ServiceException} in the service's words; a write that returned was stored with the engine's
 * durability.
 *
 * <p>Where a method takes a transaction id, null means none.
 */
public final class Instance {

  private final String name;
  private final EngineContext engine;
  private final Tables tables;
  private final Rows rows;
  private final Streams streams;

  Instance(String name, EngineContext engine) {
    this.name = name;
    this.engine = engine;
    this.tables = new Tables(name, engine);
    this.rows = new Rows(tables, engine);
    this.streams = new Streams(name, tables, engine);
  }

  public String name() {
    return name;
  }

  // Tables.

  /** Makes a table with its indexes, ready for use at once. */
  public void createTable(TableSpec spec) {
    tables.create(spec);
  }

  /** Returns the names of all indexes and then of all tables, each in order. */
  public List<String> tableNames() {
    return tables.names();
  }

  /** Describes a table or an index. */
  public TableDescription describeTable(String table) {
    return tables.get(table).describe();
  }

  /** Changes what the change names, and returns the table as it is then. */
  public TableDescription updateTable(String table, TableChange change) {
    tables.update(table, change);
    return describeTable(table);
  }

  /** Removes a table with its rows, its stream and its indexes; or one index. */
  public void deleteTable(String table) {
    tables.delete(table);
  }

  /**
   * Makes a secondary index, which can be read when this returns.
   *
   * @param withRowsOfNow whether rows that are there already get entries
   */
  public void createIndex(String table, IndexSchema index, boolean withRowsOfNow) {
    tables.createIndex(table, index, withRowsOfNow);
  }

  /** Removes a secondary index of a table with its entries; the table's rows stay. */
  public void dropIndex(String table, String index) {
    tables.dropIndex(table, index);
  }

  /** Defines columns of a table, which must be new; its rows stay as they are. */
  public void addDefinedColumns(String table, List<DefinedColumn> columns) {
    tables.addDefinedColumns(table, columns);
  }

  /** Makes columns undefined that no index uses; their values stay. */
  public void deleteDefinedColumns(String table, List<String> columns) {
    tables.deleteDefinedColumns(table, columns);
  }

  // Rows.

  /** Tells whether a table, if there is one of the name, has rows that take a while to read. */
  boolean hasLargeRows(String table) {
    return tables.hasLargeRows(table);
  }

  /**
   * Refuses what is wrong with a read of many rows whatever their table is, so that the request
   * fails and not a row.
   */
  public void checkReads(String table, List<PrimaryKey> keys, ReadSpec read) {
    Rows.checkReads(table, keys, read);
  }

  /** Reads one row. */
  public RowRead get(String table, PrimaryKey key, ReadSpec read) {
    return rows.get(table, key, read, null);
  }

  /** Reads one row, within a transaction. */
  public RowRead get(String table, PrimaryKey key, ReadSpec read, String transactionId) {
    return rows.get(table, key, read, transactionId);
  }

  /** Reads a page of a range of rows, of one moment. */
  public RangePage range(RangeQuery query) {
    return rows.range(query, null);
  }

  /** Reads a page of a range of rows of one partition key, within a transaction. */
  public RangePage range(RangeQuery query, String transactionId) {
    return rows.range(query, transactionId);
  }

  /** Carries out one write. */
  public WriteResult write(RowWrite write) {
    return rows.write(write, null);
  }

  /** Carries out one write, within a transaction. */
  public WriteResult write(RowWrite write, String transactionId) {
    return rows.write(write, transactionId);
  }

  /**
   * Carries out writes in order, each as if it were alone, or all or none of each table's.
   *
   * @param atomic whether the writes to one table, which have to share a partition key, all fail
   *     with the first that does
   * @return an answer for each write; a failed one has its error in it
   * @throws ServiceException if a write is wrong whatever its table is; then none was done
   */
  public List<WriteResult> writeBatch(List<RowWrite> writes, boolean atomic) {
    return rows.writeBatch(writes, atomic);
  }

  /** Carries out writes in order within a transaction: all, or none and throws. */
  public List<WriteResult> writeBatch(List<RowWrite> writes, String transactionId) {
    return rows.writeInTransaction(writes, transactionId);
  }

  /**
   * Carries out writes in order, each as if it were alone, as BulkImport does: without conditions
   * and answers, and with values of defined columns as they are defined.
   *
   * @return an answer for each write; a failed one has its error in it
   */
  public List<WriteResult> importRows(List<RowWrite> writes) {
    return rows.importRows(writes);
  }

  /**
   * Divides a table into parts of about the same size.
   *
   * @param splitBytes the size of a part
   * @param maxPoints the most points that are wanted; the parts become larger if need be
   * @return the first keys of all parts but the first
   */
  public List<PrimaryKey> splitPoints(String table, long splitBytes, int maxPoints) {
    return rows.splitPoints(table, splitBytes, maxPoints);
  }

  // Transactions.

  /**
   * Locks a partition key for writes of one transaction, for at most a minute.
   *
   * @param key the partition key alone
   * @return the id of the transaction
   */
  public String startTransaction(String table, PrimaryKey key) {
    return rows.transactions().start(tables.get(table), key);
  }

  /** Makes the writes of a transaction final, all together. */
  public void commitTransaction(String transactionId) {
    rows.transactions().commit(transactionId);
  }

  /** Forgets the writes of a transaction. */
  public void abortTransaction(String transactionId) {
    rows.transactions().abort(transactionId);
  }

  // Streams.

  /**
   * Returns the streams of a table, or of all.
   *
   * @param table null for all
   */
  public List<StreamInfo> streams(String table) {
    return streams.list(table);
  }

  /** Returns a stream. */
  public StreamInfo stream(String streamId) {
    return streams.get(streamId);
  }

  /** Returns the shards of a stream, parents before children. */
  public List<Shard> shards(String streamId) {
    return streams.shards(streamId);
  }

  /** Returns one shard of a stream. */
  public Shard shard(String streamId, String shardId) {
    return streams.shard(streamId, shardId);
  }

  /**
   * Reads a shard from a position on: as many whole records as fit, and at least one if there is
   * one.
   *
   * @throws ServiceException {@code OTSTrimmedDataAccess} if records from there on were too old to
   *     be kept
   */
  public LogPage readLog(
      String streamId, String shardId, long position, int maxRecords, int maxBytes) {
    return streams.read(streamId, shardId, position, maxRecords, maxBytes);
  }

  /**
   * Splits an open shard in two, and the partition of its table with it. Changes from now on go to
   * the children, which continue the shard.
   *
   * @return the children
   */
  public List<Shard> splitShard(String streamId, String shardId) {
    return streams.split(streamId, shardId);
  }

  /**
   * Merges two open shards of neighbouring partitions, and the partitions with them.
   *
   * @return the child
   */
  public Shard mergeShards(String streamId, String shardId, String siblingId) {
    return streams.merge(streamId, shardId, siblingId);
  }

  // Base data.

  /** Divides the rows of a table into as many ranges as it has partitions, some of them empty. */
  public List<BaseRange> baseRanges(String table) {
    Table target = tables.get(table);
    return engine.base().divide(target, target.definition().bounds().size());
  }

  /**
   * Reads rows of a range: as many as fit, and at least one if there is one.
   *
   * @param position where the last page ended, or null for the start of the range
   */
  public BasePage readBase(
      String table, BaseRange range, byte[] position, int maxRecords, int maxBytes) {
    Table target = tables.get(table);
    if (target.definition().id() != range.tableId()) {
      throw ServiceErrors.tableNotExist();
    }
    return engine.base().read(target, range, position, maxRecords, maxBytes);
  }

  // Inside.

  void restore(TableDefinition table) {
    tables.restore(table);
  }

  void finishRestore() {
    tables.finishRestore();
  }

  /** Adds the removal of everything to a batch. */
  Committer.After<Void> remove(WriteBatch batch) {
    Committer.After<Void> after = tables.removeAll(batch);
    batch.delete(KeySpace.instance(name));
    return after;
  }

  /** Lets nobody who still has this instance use it. */
  void end() {
    tables.end();
  }

  /** Everything the instance has in the store. */
  List<KeyRange> keys() {
    List<KeyRange> ranges = new ArrayList<>();
    ranges.add(range(KeySpace.instance(name)));
    ranges.add(prefix(KeySpace.tables(name)));
    for (Table table : tables.all()) {
      TableDefinition definition = table.definition();
      ranges.add(prefix(KeySpace.rows(definition.id())));
      ranges.add(range(KeySpace.autoIncrement(definition.id())));
      ranges.add(range(KeySpace.versionsChanged(definition.id())));
      for (ShardDefinition shard : definition.shards()) {
        ranges.add(prefix(KeySpace.segments(shard.number())));
        ranges.add(range(KeySpace.trimmed(shard.number())));
      }
    }
    return ranges;
  }

  private static KeyRange prefix(byte[] prefix) {
    return new KeyRange(prefix, KeySpace.after(prefix));
  }

  private static KeyRange range(byte[] key) {
    return new KeyRange(key, KeySpace.successor(key));
  }

  /** Trims the logs of all streams. */
  void trim() {
    for (Table table : tables.all()) {
      engine.trimmer().trim(table);
    }
  }
}
