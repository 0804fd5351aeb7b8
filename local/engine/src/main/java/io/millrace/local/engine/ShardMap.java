package io.millrace.local.engine;

import io.millrace.protocol.model.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The shards of a stream, and which of them a partition key's changes go to. Immutable. */
final class ShardMap {

  private final Partitioning partitioning;
  private final List<ShardLog> all;
  private final Map<String, ShardLog> byId = new HashMap<>();
  private final byte[][] bounds;
  private final ShardLog[] open;

  ShardMap(TableDefinition table, List<ShardLog> all) {
    this.partitioning = table.partitioning();
    this.all = List.copyOf(all);
    all.forEach(shard -> byId.put(shard.definition().id(), shard));
    this.open =
        all.stream()
            .filter(shard -> !shard.definition().closed())
            .sorted(
                (a, b) -> Arrays.compareUnsigned(a.definition().bound(), b.definition().bound()))
            .toArray(ShardLog[]::new);
    this.bounds = new byte[open.length][];
    for (int i = 0; i < open.length; i++) {
      bounds[i] = open[i].definition().bound();
    }
  }

  List<ShardLog> all() {
    return all;
  }

  /** Returns the shard of that id, or null. */
  ShardLog byId(String id) {
    return byId.get(id);
  }

  ShardLog owner(Value partitionKey) {
    return open.length == 1
        ? open[0]
        : open[Partitioning.owner(bounds, partitioning.place(partitionKey))];
  }
}
