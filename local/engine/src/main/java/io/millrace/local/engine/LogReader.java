package io.millrace.local.engine;

import io.millrace.local.engine.log.Chunk;
import io.millrace.local.engine.log.LogPage;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.protocol.error.StreamErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads the change log of shards, and finds out what of it is too old to be read. */
final class LogReader {

  private final KeyValueStore store;
  private final ServerTime time;

  LogReader(KeyValueStore store, ServerTime time) {
    this.store = store;
    this.time = time;
  }

  /** Returns the stamp of the newest record that a shard ever had; its own if it had none. */
  long lastStamp(ShardDefinition shard) {
    byte[] prefix = KeySpace.segments(shard.number());
    long last = Math.max(shard.createdMicros(), trimmed(shard));
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.descending(prefix, KeySpace.after(prefix))) {
      return cursor.next() ? Math.max(last, KeySpace.lastStamp(cursor.key())) : last;
    }
  }

  Shard describe(ShardLog log, int retentionHours) {
    ShardDefinition shard = log.definition();
    long start = Math.max(shard.createdMicros(), trimmed(shard)) + 1;
    return new Shard(
        shard.id(),
        shard.parentId(),
        shard.siblingId(),
        shard.createdMicros(),
        Math.max(start, Math.min(cutoff(retentionHours), log.lastStamp() + 1)),
        log.lastStamp() + 1,
        shard.closed());
  }

  /** Returns the time before which records are gone. */
  long cutoff(int retentionHours) {
    return time.micros() - TimeUnit.HOURS.toMicros(retentionHours);
  }

  /**
   * Reads from a position on, whole records, at least one if there is one.
   *
   * @throws io.millrace.protocol.error.ServiceException {@code OTSTrimmedDataAccess} if records
   *     from that position on are gone
   */
  LogPage read(ShardLog log, int retentionHours, long position, int maxRecords, int maxBytes) {
    ShardDefinition shard = log.definition();
    long from = Math.max(position, shard.createdMicros() + 1);
    long cutoff = cutoff(retentionHours);
    if (from <= trimmed(shard)) {
      throw StreamErrors.trimmedDataAccess();
    }
    PageBuilder page = new PageBuilder(from, maxRecords, maxBytes);
    boolean reachedEnd = true;
    // Taken before the snapshot: a shard that is closed by then has all its records in it.
    boolean closed = shard.closed();
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor =
            snapshot.ascending(
                KeySpace.segment(shard.number(), from),
                KeySpace.after(KeySpace.segments(shard.number())))) {
      while (cursor.next()) {
        if (KeySpace.lastStamp(cursor.key()) < cutoff) {
          throw StreamErrors.trimmedDataAccess();
        }
        if (!page.add(Segment.Stored.of(cursor.key(), cursor.value()))) {
          reachedEnd = false;
          break;
        }
      }
    }
    return page.toPage(closed && reachedEnd);
  }

  private long trimmed(ShardDefinition shard) {
    byte[] stored = store.get(KeySpace.trimmed(shard.number()));
    return stored == null ? Long.MIN_VALUE : KeySpace.toLong(stored);
  }

  private static final class PageBuilder {
    private final List<Chunk> chunks = new ArrayList<>();
    private final int maxRecords;
    private final int maxBytes;
    private long position;
    private int records;
    private int bytes;

    PageBuilder(long position, int maxRecords, int maxBytes) {
      this.position = position;
      this.maxRecords = maxRecords;
      this.maxBytes = maxBytes;
    }

    /** Adds what fits of a segment; returns false if that is not all of it. */
    boolean add(Segment.Stored segment) {
      int skip = (int) Math.max(0, position - segment.firstStamp());
      if (skip == 0
          && records + segment.records() <= maxRecords
          && bytes + segment.bodyLength() <= maxBytes) {
        append(segment, segment.bodyOffset(), segment.value().length, segment.records());
        position = segment.lastStamp() + 1;
        return true;
      }
      Chunk body = new Chunk(segment.value(), segment.bodyOffset(), segment.bodyLength());
      List<Chunk> all = body.split();
      int taken = skip;
      int size = 0;
      while (taken < all.size()
          && records + taken - skip < maxRecords
          && (bytes + size + all.get(taken).length() <= maxBytes || records + taken - skip == 0)) {
        size += all.get(taken).length();
        taken++;
      }
      if (taken > skip) {
        int from = all.get(skip).offset();
        append(segment, from, from + size, taken - skip);
        position = segment.firstStamp() + taken;
      }
      return taken == all.size();
    }

    private void append(Segment.Stored segment, int from, int to, int count) {
      chunks.add(new Chunk(segment.value(), from, to - from));
      records += count;
      bytes += to - from;
    }

    LogPage toPage(boolean drained) {
      return new LogPage(List.copyOf(chunks), records, bytes, position, drained);
    }
  }
}
