package io.millrace.local.engine;

import io.millrace.local.engine.schema.StreamDetails;
import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;

/** Removes records that are older than the retention of their stream. */
final class LogTrimmer {

  private final KeyValueStore store;
  private final Committer committer;
  private final LogReader log;

  LogTrimmer(KeyValueStore store, Committer committer, LogReader log) {
    this.store = store;
    this.committer = committer;
    this.log = log;
  }

  /** Removes what is too old in each shard of a table. */
  void trim(Table table) {
    ShardMap shards = table.shards();
    StreamDetails stream = table.definition().stream();
    if (shards == null || stream == null) {
      return;
    }
    long cutoff = log.cutoff(stream.options().retentionHours());
    for (ShardLog shard : shards.all()) {
      trim(table, shard.definition(), cutoff);
    }
  }

  private void trim(Table table, ShardDefinition shard, long cutoff) {
    long number = shard.number();
    long last = lastBefore(number, cutoff);
    if (last == Long.MIN_VALUE) {
      return;
    }
    committer.redefine(
        (batch, now) -> {
          if (!table.deleted() && table.definition().shards().contains(shard)) {
            batch.deleteRange(KeySpace.segments(number), KeySpace.segment(number, cutoff));
            batch.put(KeySpace.trimmed(number), KeySpace.ofLong(last));
          }
          return () -> null;
        });
  }

  /** Returns the stamp of the newest record of those to remove. */
  private long lastBefore(long shard, long cutoff) {
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor =
            snapshot.descending(KeySpace.segments(shard), KeySpace.segment(shard, cutoff))) {
      return cursor.next() ? KeySpace.lastStamp(cursor.key()) : Long.MIN_VALUE;
    }
  }
}
