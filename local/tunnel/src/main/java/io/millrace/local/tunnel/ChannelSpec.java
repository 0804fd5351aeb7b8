package io.millrace.local.tunnel;

import io.millrace.local.engine.log.BaseRange;
import java.util.List;

/**
 * What a channel reads, for its whole life.
 *
 * @param order its place among the channels of the tunnel
 * @param shardId the shard, or null
 * @param range the rows, or null
 * @param parents channels to be finished before
 */
record ChannelSpec(
    String id, ChannelType type, int order, String shardId, BaseRange range, List<String> parents) {

  ChannelSpec {
    parents = List.copyOf(parents);
  }

  static ChannelSpec ofRows(int order, BaseRange range) {
    return new ChannelSpec(
        "BaseData_" + order, ChannelType.BASE_DATA, order, null, range, List.of());
  }

  /** Clients split the id at underscores and expect two parts, which ids of shards have. */
  static ChannelSpec ofShard(int order, String shardId, List<String> parents) {
    return new ChannelSpec(shardId, ChannelType.STREAM, order, shardId, null, parents);
  }
}
