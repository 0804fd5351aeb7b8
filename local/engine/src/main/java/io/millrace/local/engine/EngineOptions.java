package io.millrace.local.engine;

import io.millrace.local.engine.store.Durability;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What an engine is given from outside.
 *
 * @param clock the time of versions, of the change log, and of all expiry
 * @param ids makes ids of streams and shards
 * @param partitions how many partitions a table gets that was not split by its maker, 1 to 1024
 * @param durability what is promised for an acknowledged write
 */
public record EngineOptions(
    Clock clock, Supplier<UUID> ids, int partitions, Durability durability) {

  /** The most partitions a table can be made with. */
  public static final int MAX_PARTITIONS = 1024;

  public EngineOptions {
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new IllegalArgumentException(
          "The number of partitions must be in range [1, %d], not %d."
              .formatted(MAX_PARTITIONS, partitions));
    }
  }

  /** The system's clock, random ids, one partition, synced writes. */
  public static EngineOptions defaults() {
    return new EngineOptions(Clock.systemUTC(), UUID::randomUUID, 1, Durability.SYNCED);
  }

  public EngineOptions withClock(Clock newClock) {
    return new EngineOptions(newClock, ids, partitions, durability);
  }

  public EngineOptions withIds(Supplier<UUID> newIds) {
    return new EngineOptions(clock, newIds, partitions, durability);
  }

  public EngineOptions withPartitions(int newPartitions) {
    return new EngineOptions(clock, ids, newPartitions, durability);
  }

  public EngineOptions withDurability(Durability newDurability) {
    return new EngineOptions(clock, ids, partitions, newDurability);
  }
}
