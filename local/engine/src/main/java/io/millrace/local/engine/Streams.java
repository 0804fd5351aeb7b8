package io.millrace.local.engine;

import io.millrace.local.engine.log.LogPage;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.log.StreamInfo;
import io.millrace.local.engine.schema.StreamDetails;
import io.millrace.protocol.error.StreamErrors;
import java.util.ArrayList;
import java.util.List;

/** The streams of one instance. */
final class Streams {

  private final String instance;
  private final Tables tables;
  private final EngineContext engine;

  Streams(String instance, Tables tables, EngineContext engine) {
    this.instance = instance;
    this.tables = tables;
    this.engine = engine;
  }

  List<StreamInfo> list(String table) {
    List<StreamInfo> streams = new ArrayList<>();
    for (Table each : table == null ? tables.all() : List.of(tables.get(table))) {
      TableDefinition definition = each.definition();
      if (definition.stream() != null) {
        streams.add(describe(definition));
      }
    }
    return streams;
  }

  StreamInfo get(String streamId) {
    return describe(tables.ofStream(streamId).definition());
  }

  List<Shard> shards(String streamId) {
    Table table = tables.ofStream(streamId);
    int retentionHours = retentionHours(table);
    return shardsOf(table).all().stream()
        .map(shard -> engine.log().describe(shard, retentionHours))
        .toList();
  }

  Shard shard(String streamId, String shardId) {
    Table table = tables.ofStream(streamId);
    return engine.log().describe(shardOf(table, shardId), retentionHours(table));
  }

  LogPage read(String streamId, String shardId, long position, int maxRecords, int maxBytes) {
    Table table = tables.ofStream(streamId);
    return engine
        .log()
        .read(shardOf(table, shardId), retentionHours(table), position, maxRecords, maxBytes);
  }

  List<Shard> split(String streamId, String shardId) {
    return reshard(
        streamId,
        (numbers, table, now) ->
            engine.resharding().split(numbers, table, shardOf(table, shardId), now));
  }

  Shard merge(String streamId, String shardId, String siblingId) {
    return reshard(
            streamId,
            (numbers, table, now) ->
                engine
                    .resharding()
                    .merge(numbers, table, shardOf(table, shardId), shardOf(table, siblingId), now))
        .get(0);
  }

  private interface Change {
    TableDefinition apply(Definitions.Numbers numbers, Table table, long nowMicros);
  }

  private List<Shard> reshard(String streamId, Change change) {
    return engine
        .committer()
        .redefine(
            (batch, now) -> {
              Table table = tables.ofStream(streamId);
              int before = table.definition().shards().size();
              Definitions.Numbers numbers = engine.definitions().numbers();
              TableDefinition changed = change.apply(numbers, table, now);
              numbers.save(batch);
              batch.put(
                  KeySpace.table(instance, table.schema().name()), DefinitionCodec.encode(changed));
              return () -> {
                table.define(changed, engine.log()::lastStamp);
                List<Shard> all = shards(streamId);
                return all.subList(before, all.size());
              };
            });
  }

  private static int retentionHours(Table table) {
    StreamDetails stream = table.definition().stream();
    if (stream == null) {
      throw StreamErrors.streamNotExist();
    }
    return stream.options().retentionHours();
  }

  private static ShardMap shardsOf(Table table) {
    ShardMap shards = table.shards();
    if (shards == null) {
      throw StreamErrors.streamNotExist();
    }
    return shards;
  }

  private static ShardLog shardOf(Table table, String shardId) {
    ShardLog shard = shardsOf(table).byId(shardId);
    if (shard == null) {
      throw StreamErrors.streamNotExist();
    }
    return shard;
  }

  private static StreamInfo describe(TableDefinition table) {
    return new StreamInfo(
        table.stream().streamId(),
        table.schema().name(),
        table.stream().options().retentionHours(),
        table.stream().enabledMicros());
  }
}
