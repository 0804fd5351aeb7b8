package io.millrace.local.engine;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits and merges shards, and with them the partitions of their table: the old shards are closed,
 * and new ones continue them. Used under the committer's lock.
 */
final class Resharding {

  private static final int PLACES = 1 << 16;

  private final KeyValueStore store;
  private final Definitions definitions;

  Resharding(KeyValueStore store, Definitions definitions) {
    this.store = store;
    this.definitions = definitions;
  }

  /** Two shards in place of one, each with half of its places, or of its keys. */
  TableDefinition split(Definitions.Numbers numbers, Table table, ShardLog shard, long nowMicros) {
    checkOpen(shard);
    TableDefinition before = table.definition();
    byte[] low = shard.definition().bound();
    int index = Partitioning.owner(before.bounds().toArray(byte[][]::new), low);
    byte[] high = index + 1 < before.bounds().size() ? before.bounds().get(index + 1) : null;
    byte[] middle =
        before.partitioning() == Partitioning.BY_HASH
            ? middleOfPlaces(shard, low, high)
            : middleOfKeys(table, shard, low, high);
    List<byte[]> bounds = new ArrayList<>(before.bounds());
    bounds.add(index + 1, middle);
    String parent = shard.definition().id();
    long created = Math.max(nowMicros, shard.lastStamp() + 1);
    List<ShardDefinition> shards = closed(before, parent, null);
    shards.add(definitions.newShard(numbers, parent, null, low, created));
    shards.add(definitions.newShard(numbers, parent, null, middle, created));
    return before.withShards(bounds, shards);
  }

  /** One shard in place of two that are neighbours. */
  TableDefinition merge(
      Definitions.Numbers numbers, Table table, ShardLog one, ShardLog other, long nowMicros) {
    checkOpen(one);
    checkOpen(other);
    TableDefinition before = table.definition();
    byte[][] all = before.bounds().toArray(byte[][]::new);
    int index = Partitioning.owner(all, one.definition().bound());
    int otherIndex = Partitioning.owner(all, other.definition().bound());
    if (Math.abs(index - otherIndex) != 1) {
      throw ServiceErrors.parameterInvalid(
          "The shards '%s' and '%s' cannot be merged: they are not neighbours."
              .formatted(one.definition().id(), other.definition().id()));
    }
    List<byte[]> bounds = new ArrayList<>(before.bounds());
    bounds.remove(Math.max(index, otherIndex));
    String parent = one.definition().id();
    String sibling = other.definition().id();
    long created = Math.max(nowMicros, Math.max(one.lastStamp(), other.lastStamp()) + 1);
    List<ShardDefinition> shards = closed(before, parent, sibling);
    shards.add(
        definitions.newShard(numbers, parent, sibling, all[Math.min(index, otherIndex)], created));
    return before.withShards(bounds, shards);
  }

  private static void checkOpen(ShardLog shard) {
    if (shard.definition().closed()) {
      throw ServiceErrors.parameterInvalid(
          "The shard '%s' is closed: split or merge its children."
              .formatted(shard.definition().id()));
    }
  }

  private static List<ShardDefinition> closed(TableDefinition table, String id, String otherId) {
    List<ShardDefinition> shards = new ArrayList<>();
    for (ShardDefinition shard : table.shards()) {
      boolean closes = shard.id().equals(id) || shard.id().equals(otherId);
      shards.add(closes ? shard.close() : shard);
    }
    return shards;
  }

  private static byte[] middleOfPlaces(ShardLog shard, byte[] low, byte[] high) {
    int from = low.length == 0 ? 0 : toPlace(low);
    int to = high == null ? PLACES : toPlace(high);
    int middle = (from + to) / 2;
    if (middle == from) {
      throw cannotSplit(shard);
    }
    return new byte[] {(byte) (middle >> 8), (byte) middle};
  }

  private static int toPlace(byte[] bound) {
    return (bound[0] & 0xff) << 8 | (bound[1] & 0xff);
  }

  /** Returns the partition key in the middle of those with rows. */
  private byte[] middleOfKeys(Table table, ShardLog shard, byte[] low, byte[] high) {
    byte[] rows = KeySpace.rows(table.definition().id());
    byte[] from = low.length == 0 ? rows : lowerBound(table, low);
    byte[] to = high == null ? KeySpace.after(rows) : lowerBound(table, high);
    List<byte[]> places = new ArrayList<>();
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.ascending(from, to)) {
      while (cursor.next()) {
        Value key = table.keys().decode(cursor.key()).value(0);
        byte[] place = table.definition().partitioning().place(key);
        if (places.isEmpty() || !Arrays.equals(place, places.get(places.size() - 1))) {
          places.add(place);
        }
      }
    }
    if (places.size() < 2) {
      throw cannotSplit(shard);
    }
    return places.get(places.size() / 2);
  }

  private static byte[] lowerBound(Table table, byte[] place) {
    Value value = SplitPoints.value(table.schema().key().get(0), place);
    String name = table.schema().key().get(0).name();
    return table.keys().lowerBound(PrimaryKey.of(new PrimaryKeyColumn(name, value)));
  }

  private static ServiceException cannotSplit(ShardLog shard) {
    return ServiceErrors.parameterInvalid(
        "The shard '%s' cannot be split: it has fewer than two partition keys to divide."
            .formatted(shard.definition().id()));
  }
}
