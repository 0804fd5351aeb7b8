package io.millrace.local.tunnel;

import io.millrace.local.engine.log.BaseRange;
import io.millrace.local.engine.log.Shard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Which channels a tunnel has: one for each part of its rows and each shard of its stream. */
final class ChannelPlan {

  private static final long NANOS_PER_MICRO = 1_000;

  private final List<Channel> channels = new ArrayList<>();
  private final Map<String, Channel> byShard = new LinkedHashMap<>();
  private final long nowMicros;
  private int order;

  private ChannelPlan(long nowMicros) {
    this.nowMicros = nowMicros;
  }

  /**
   * The channels of a new tunnel.
   *
   * @param ranges of rows, empty if it delivers none
   * @param shards empty if it delivers no changes
   */
  static List<Channel> create(
      List<BaseRange> ranges, List<Shard> shards, StreamConfig config, long nowMicros) {
    ChannelPlan plan = new ChannelPlan(nowMicros);
    for (BaseRange range : ranges) {
      ChannelSpec spec = ChannelSpec.ofRows(plan.order++, range);
      plan.channels.add(Channel.create(spec, BaseToken.start(spec.id()), nowMicros));
    }
    for (Shard shard : parentsFirst(shards)) {
      long start = start(shard, config);
      boolean nothingLeft = shard.closed() && start >= shard.endPosition();
      if (!nothingLeft) {
        plan.addShard(shard, start);
      }
    }
    return plan.channels;
  }

  /** The channels that a tunnel lacks because shards were split or merged since. */
  static List<Channel> missing(TunnelState state, List<Shard> shards, long nowMicros) {
    ChannelPlan plan = new ChannelPlan(nowMicros);
    plan.order = state.channels().size();
    state.channels().values().stream()
        .filter(channel -> channel.spec().type() == ChannelType.STREAM)
        .forEach(channel -> plan.byShard.put(channel.spec().shardId(), channel));
    for (Shard shard : parentsFirst(shards)) {
      if (!plan.byShard.containsKey(shard.id())
          && !state.head().passedShards().contains(shard.id())) {
        // Not the oldest position kept: what was trimmed is to be noticed, not passed over.
        plan.addShard(shard, shard.createdMicros());
      }
    }
    return plan.channels;
  }

  private void addShard(Shard shard, long start) {
    ChannelSpec spec = ChannelSpec.ofShard(order++, shard.id(), parents(shard));
    Channel channel = Channel.create(spec, new StreamToken(spec.id(), start, 0), nowMicros);
    channels.add(channel);
    byShard.put(shard.id(), channel);
  }

  private List<String> parents(Shard shard) {
    return Stream.of(
            Optional.ofNullable(shard.parentId()), Optional.ofNullable(shard.parentSiblingId()))
        .flatMap(Optional::stream)
        .map(byShard::get)
        .filter(Objects::nonNull)
        .map(Channel::id)
        .toList();
  }

  private static List<Shard> parentsFirst(List<Shard> shards) {
    return shards.stream().sorted(Comparator.comparingLong(Shard::createdMicros)).toList();
  }

  private static long start(Shard shard, StreamConfig config) {
    if (config.startNanos() != 0) {
      return Math.max(config.startNanos() / NANOS_PER_MICRO, shard.startPosition());
    }
    return config.earliest() ? shard.startPosition() : shard.endPosition();
  }
}
