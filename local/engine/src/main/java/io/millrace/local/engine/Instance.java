package io.millrace.local.engine;

import io.millrace.local.engine.log.BasePage;
import io.millrace.local.engine.log.BaseRange;
import io.millrace.local.engine.log.LogPage;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.log.StreamInfo;
import io.millrace.local.engine.row.Capacity;
import io.millrace.local.engine.row.RangePage;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowRead;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.local.engine.schema.StreamDetails;
import io.millrace.local.engine.schema.TableChange;
import io.millrace.local.engine.schema.TableDescription;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.store.WriteBatch;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ReadErrors;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.error.StreamErrors;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A name space of tables. Safe for any thread. What a caller did wrong is a {@link
 * ServiceException} in the service's words; a write that returned was stored with the engine's
 * durability.
 */
public final class Instance {

  private final String name;
  private final EngineContext engine;
  private final Map<String, Table> tables = new ConcurrentSkipListMap<>();
  private volatile boolean dropped;

  Instance(String name, EngineContext engine) {
    this.name = name;
    this.engine = engine;
  }

  public String name() {
    return name;
  }

  // Tables.

  /** Makes a table, ready for use at once. */
  public void createTable(TableSpec spec) {
    SpecCheck.check(spec);
    String table = spec.schema().name();
    engine
        .committer()
        .redefine(
            (batch, now) -> {
              checkAlive();
              if (tables.containsKey(table)) {
                throw ServiceErrors.tableAlreadyExists();
              }
              if (tables.size() >= Limits.TABLES_PER_INSTANCE) {
                throw ServiceErrors.tableQuotaExhausted();
              }
              TableDefinition made = engine.definitions().create(batch, spec, now);
              batch.put(KeySpace.table(name, table), made.encode());
              return () -> tables.put(table, new Table(name, made, engine.log()::lastStamp));
            });
  }

  /** Returns the names of all tables in order. */
  public List<String> tableNames() {
    return List.copyOf(tables.keySet());
  }

  public TableDescription describeTable(String table) {
    return describe(table(table));
  }

  /** Changes what the change names, and returns the table as it is then. */
  public TableDescription updateTable(String table, TableChange change) {
    Names.checkTable(table);
    SpecCheck.check(table, change);
    return engine
        .committer()
        .redefine(
            (batch, now) -> {
              Table target = table(table);
              TableDefinition changed =
                  engine.definitions().change(batch, target.definition(), change, now);
              batch.put(KeySpace.table(name, table), changed.encode());
              return () -> {
                target.define(changed, engine.log()::lastStamp);
                return describe(target);
              };
            });
  }

  /** Removes a table with its rows and its stream. */
  public void deleteTable(String table) {
    Names.checkTable(table);
    engine
        .committer()
        .redefine(
            (batch, now) -> {
              Table target = table(table);
              engine.definitions().removeContents(batch, target.definition());
              batch.delete(KeySpace.table(name, table));
              return () -> {
                target.markDeleted();
                return tables.remove(table);
              };
            });
  }

  // Rows.

  /** Refuses what is wrong with a read whatever its table is; reads do so, too. */
  public void checkRead(ReadSpec read) {
    ReadCheck.check(read);
    if (!ReadCheck.hasVersions(read)) {
      throw ReadErrors.noVersionCondition();
    }
  }

  /** Reads one row. */
  public RowRead get(String table, PrimaryKey key, ReadSpec read) {
    Names.checkTable(table);
    ReadCheck.check(read);
    if (!ReadCheck.hasVersions(read)) {
      throw ReadErrors.noVersionConditionInGetRow();
    }
    WriteCheck.checkKey(key);
    Table target = table(table);
    target.checkKey(key);
    for (int i = 0; i < key.size(); i++) {
      if (key.value(i) == Value.AUTO_INCREMENT) {
        throw RowErrors.autoIncrementInRead();
      }
    }
    byte[] stored = engine.store().get(target.keys().encode(key));
    if (stored == null) {
      return new RowRead(null, Capacity.ofRead(0));
    }
    RowReader reader = new RowReader(read, target, engine.time().millis());
    Row row = reader.read(key, stored);
    return new RowRead(row, Capacity.ofRead(reader.bytesRead()));
  }

  /** Reads a page of a range of rows, of one moment. */
  public RangePage range(RangeQuery query) {
    Names.checkTable(query.table());
    RangeReader.check(query);
    return engine.ranges().read(table(query.table()), query);
  }

  /** Carries out one write. */
  public WriteResult write(RowWrite write) {
    checkWrite(write);
    WriteResult[] result = new WriteResult[1];
    engine
        .committer()
        .run(commit -> result[0] = engine.writer().write(commit, table(write.table()), write));
    return result[0];
  }

  /**
   * Carries out writes in order, each as if it were alone, or all or none of them.
   *
   * @param atomic whether the first that fails takes all others back, and is thrown
   * @return an answer for each write; a failed one has its error in it
   * @throws ServiceException if a write is wrong whatever its table is; then none was done
   */
  public List<WriteResult> writeBatch(List<RowWrite> writes, boolean atomic) {
    writes.forEach(Instance::checkWrite);
    List<WriteResult> results = new ArrayList<>(writes.size());
    engine
        .committer()
        .run(
            commit -> {
              for (RowWrite write : writes) {
                results.add(atomic ? write(commit, write) : writeAlone(commit, write));
              }
            });
    return results;
  }

  private static void checkWrite(RowWrite write) {
    WriteCheck.check(write);
    if (write.condition().filter() != null) {
      ReadCheck.check(write.condition().filter());
    }
  }

  private WriteResult write(Commit commit, RowWrite write) {
    return engine.writer().write(commit, table(write.table()), write);
  }

  private WriteResult writeAlone(Commit commit, RowWrite write) {
    try {
      WriteResult result = write(commit, write);
      commit.accept();
      return result;
    } catch (ServiceException e) {
      commit.rollback();
      return WriteResult.failed(e);
    }
  }

  // Streams.

  /**
   * Returns the streams of a table, or of all.
   *
   * @param table null for all
   */
  public List<StreamInfo> streams(String table) {
    List<Table> wanted = table == null ? List.copyOf(tables.values()) : List.of(table(table));
    return wanted.stream().map(Table::definition).flatMap(t -> streamOf(t).stream()).toList();
  }

  /** Returns a stream. */
  public StreamInfo stream(String streamId) {
    return streamOf(tableOfStream(streamId).definition()).orElseThrow();
  }

  /** Returns the shards of a stream, parents before children. */
  public List<Shard> shards(String streamId) {
    Table table = tableOfStream(streamId);
    int retention = table.definition().stream().options().retentionHours();
    return table.shards().all().stream()
        .map(shard -> engine.log().describe(shard, retention))
        .toList();
  }

  /** Returns one shard of a stream. */
  public Shard shard(String streamId, String shardId) {
    Table table = tableOfStream(streamId);
    return engine
        .log()
        .describe(shardOf(table, shardId), table.definition().stream().options().retentionHours());
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
    Table table = tableOfStream(streamId);
    return engine
        .log()
        .read(
            shardOf(table, shardId),
            table.definition().stream().options().retentionHours(),
            position,
            maxRecords,
            maxBytes);
  }

  /**
   * Splits an open shard in two, and the partition of its table with it. Changes from now on go to
   * the children, which continue the shard.
   *
   * @return the children
   */
  public List<Shard> splitShard(String streamId, String shardId) {
    return reshard(
        streamId,
        (numbers, table, now) ->
            engine.resharding().split(numbers, table, shardOf(table, shardId), now));
  }

  /**
   * Merges two open shards of neighbouring partitions, and the partitions with them.
   *
   * @return the child
   */
  public Shard mergeShards(String streamId, String shardId, String siblingId) {
    return reshard(
            streamId,
            (numbers, table, now) ->
                engine
                    .resharding()
                    .merge(numbers, table, shardOf(table, shardId), shardOf(table, siblingId), now))
        .get(0);
  }

  private interface Reshard {
    TableDefinition apply(Definitions.Numbers numbers, Table table, long nowMicros);
  }

  private List<Shard> reshard(String streamId, Reshard reshard) {
    return engine
        .committer()
        .redefine(
            (batch, now) -> {
              Table table = tableOfStream(streamId);
              int before = table.definition().shards().size();
              Definitions.Numbers numbers = engine.definitions().numbers();
              TableDefinition changed = reshard.apply(numbers, table, now);
              numbers.save(batch);
              batch.put(KeySpace.table(name, table.schema().name()), changed.encode());
              return () -> {
                table.define(changed, engine.log()::lastStamp);
                List<Shard> all = shards(streamId);
                return all.subList(before, all.size());
              };
            });
  }

  // Base data.

  /** Divides the rows of a table into as many ranges as it has partitions, some of them empty. */
  public List<BaseRange> baseRanges(String table) {
    Table target = table(table);
    return engine.base().divide(target, target.definition().bounds().size());
  }

  /**
   * Reads rows of a range: as many as fit, and at least one if there is one.
   *
   * @param position where the last page ended, or null for the start of the range
   */
  public BasePage readBase(
      String table, BaseRange range, byte[] position, int maxRecords, int maxBytes) {
    Table target = table(table);
    if (target.definition().id() != range.tableId()) {
      throw ServiceErrors.tableNotExist();
    }
    return engine.base().read(target, range, position, maxRecords, maxBytes);
  }

  // Inside.

  /** Takes over a table that the store has. */
  void restore(TableDefinition definition) {
    tables.put(definition.schema().name(), new Table(name, definition, engine.log()::lastStamp));
  }

  /** Adds the removal of everything to a batch. */
  Committer.After<Void> remove(WriteBatch batch) {
    for (Table table : tables.values()) {
      engine.definitions().removeContents(batch, table.definition());
    }
    byte[] definitions = KeySpace.tables(name);
    batch.deleteRange(definitions, KeySpace.after(definitions));
    batch.delete(KeySpace.instance(name));
    return () -> {
      dropped = true;
      tables.values().forEach(Table::markDeleted);
      tables.clear();
      return null;
    };
  }

  /** Trims the logs of all streams. */
  void trim() {
    for (Table table : tables.values()) {
      engine.trimmer().trim(table);
    }
  }

  private void checkAlive() {
    if (dropped) {
      throw ServiceErrors.instanceNotFound();
    }
  }

  private Table table(String table) {
    Names.checkTable(table);
    Table known = tables.get(table);
    if (known == null) {
      throw ServiceErrors.tableNotExist();
    }
    return known;
  }

  private Table tableOfStream(String streamId) {
    for (Table table : tables.values()) {
      StreamDetails stream = table.definition().stream();
      if (stream != null && stream.streamId().equals(streamId)) {
        return table;
      }
    }
    throw StreamErrors.streamNotExist();
  }

  private static ShardLog shardOf(Table table, String shardId) {
    ShardMap shards = table.shards();
    ShardLog shard = shards == null ? null : shards.byId(shardId);
    if (shard == null) {
      throw StreamErrors.streamNotExist();
    }
    return shard;
  }

  private static Optional<StreamInfo> streamOf(TableDefinition table) {
    return Optional.ofNullable(table.stream())
        .map(
            stream ->
                new StreamInfo(
                    stream.streamId(),
                    table.schema().name(),
                    stream.options().retentionHours(),
                    stream.enabledMicros()));
  }

  private static TableDescription describe(Table table) {
    TableDefinition definition = table.definition();
    return new TableDescription(
        definition.id(),
        definition.schema(),
        definition.options(),
        Optional.ofNullable(definition.stream()),
        definition.reserved(),
        definition.throughputMicros(),
        SplitPoints.of(definition),
        definition.localTransactions(),
        definition.creationMicros());
  }
}
