package io.millrace.local.engine;

import io.millrace.local.engine.schema.IndexSchema;
import io.millrace.local.engine.schema.StreamDetails;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableChange;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.schema.Throughput;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.WriteBatch;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ServiceErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Makes, changes and removes definitions of tables, each as one batch. Used under the committer's
 * lock.
 */
final class Definitions {

  private final KeyValueStore store;
  private final Supplier<UUID> ids;
  private final int partitions;
  private long lastMicros;

  Definitions(KeyValueStore store, Supplier<UUID> ids, int partitions) {
    this.store = store;
    this.ids = ids;
    this.partitions = partitions;
  }

  Numbers numbers() {
    return new Numbers();
  }

  TableDefinition create(Numbers numbers, TableSpec spec, long nowMicros) {
    boolean split = spec.partitions().size() > 1;
    Partitioning partitioning = split ? Partitioning.BY_KEY : Partitioning.BY_HASH;
    List<byte[]> bounds = Partitioning.evenHashBounds(partitions);
    if (split) {
      bounds = new ArrayList<>();
      bounds.add(new byte[0]);
      for (int i = 1; i < spec.partitions().size(); i++) {
        bounds.add(partitioning.place(spec.partitions().get(i).begin()));
      }
    }
    TableDefinition table =
        new TableDefinition(
                numbers.next(),
                spec.schema(),
                spec.options(),
                spec.reserved(),
                nowMicros,
                spec.localTransactions(),
                partitioning,
                bounds)
            .withIndexes(spec.indexes());
    return spec.stream().enabled() ? enableStream(table, spec.stream(), nowMicros, numbers) : table;
  }

  TableDefinition createIndex(
      Numbers numbers, TableDefinition table, IndexSchema index, boolean building, long nowMicros) {
    return new TableDefinition(
            numbers.next(),
            IndexCheck.schemaOf(index, table.schema()),
            table.options(),
            Throughput.NONE,
            nowMicros,
            false,
            Partitioning.BY_HASH,
            Partitioning.evenHashBounds(partitions))
        .asIndexOf(table.schema().name(), building);
  }

  TableDefinition change(
      WriteBatch batch, TableDefinition before, TableChange change, long nowMicros) {
    TableOptions old = before.options();
    TableDefinition table =
        before.withOptions(
            new TableOptions(
                orElse(change.timeToLive(), old.timeToLive()),
                orElse(change.maxVersions(), old.maxVersions()),
                orElse(change.deviationSeconds(), old.deviationSeconds()),
                orElse(change.allowUpdate(), old.allowUpdate()),
                old.updateFullRow()));
    if (change.reserved() != null && !change.reserved().equals(before.reserved())) {
      checkThroughputPause(before, nowMicros);
      table =
          table.withThroughput(change.reserved(), Math.max(nowMicros, before.creationMicros() + 1));
    }
    if (change.stream() != null) {
      table = changeStream(batch, table, change.stream(), nowMicros);
    }
    return table;
  }

  /**
   * The first change may come at any time, and makes {@link TableDefinition#throughputMicros} later
   * than the creation; a clock that was set back far holds up none.
   */
  private static void checkThroughputPause(TableDefinition table, long nowMicros) {
    long pause = Math.abs(nowMicros - table.throughputMicros());
    if (table.throughputMicros() != table.creationMicros()
        && pause < Limits.THROUGHPUT_CHANGE_SECONDS * 1_000_000L) {
      throw ServiceErrors.tooFrequentThroughputAdjustment();
    }
  }

  /** Removes everything a table has in the store but its definition. */
  static void removeContents(WriteBatch batch, TableDefinition table) {
    byte[] rows = KeySpace.rows(table.id());
    batch.deleteRange(rows, KeySpace.after(rows));
    batch.delete(KeySpace.autoIncrement(table.id()));
    batch.delete(KeySpace.versionsChanged(table.id()));
    removeLogs(batch, table);
  }

  private TableDefinition changeStream(
      WriteBatch batch, TableDefinition table, StreamOptions wanted, long nowMicros) {
    StreamDetails before = table.stream();
    if (!wanted.enabled()) {
      removeLogs(batch, table);
      return table.withStream(null, List.of());
    }
    if (before == null) {
      Numbers numbers = numbers();
      TableDefinition enabled = enableStream(table, wanted, nowMicros, numbers);
      numbers.save(batch);
      return enabled;
    }
    return table.withStream(
        new StreamDetails(before.streamId(), wanted, before.enabledMicros()), table.shards());
  }

  private TableDefinition enableStream(
      TableDefinition table, StreamOptions options, long nowMicros, Numbers numbers) {
    lastMicros = Math.max(nowMicros, lastMicros + 1);
    String streamId = table.schema().name() + "_" + "%016d".formatted(lastMicros);
    List<ShardDefinition> shards = new ArrayList<>();
    for (byte[] bound : table.bounds()) {
      shards.add(newShard(numbers, null, null, bound, lastMicros));
    }
    return table.withStream(new StreamDetails(streamId, options, lastMicros), shards);
  }

  ShardDefinition newShard(
      Numbers numbers, String parentId, String siblingId, byte[] bound, long createdMicros) {
    String id = ids.get() + "_" + createdMicros / 1000;
    return new ShardDefinition(
        numbers.next(), id, parentId, siblingId, bound, createdMicros, false);
  }

  private static void removeLogs(WriteBatch batch, TableDefinition table) {
    for (ShardDefinition shard : table.shards()) {
      byte[] segments = KeySpace.segments(shard.number());
      batch.deleteRange(segments, KeySpace.after(segments));
      batch.delete(KeySpace.trimmed(shard.number()));
    }
  }

  private static <T> T orElse(T wanted, T otherwise) {
    return wanted == null ? otherwise : wanted;
  }

  /** Numbers that were never used before, in this store's life. */
  final class Numbers {
    private long next;

    private Numbers() {
      byte[] stored = store.get(KeySpace.NEXT_ID);
      next = stored == null ? 1 : KeySpace.toLong(stored);
    }

    long next() {
      return next++;
    }

    void save(WriteBatch batch) {
      batch.put(KeySpace.NEXT_ID, KeySpace.ofLong(next));
    }
  }
}
