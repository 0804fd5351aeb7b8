package io.millrace.local.engine;

import com.google.protobuf.UnsafeByteOperations;
import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.WriteBatch;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.RowCodec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Looks at the change log of one table, shard by shard, parents before children. */
final class LogInspection {

  private final Snapshot store;
  private final Inspection.Located table;
  private final TableDefinition definition;
  private final KeyCodec keys;
  private final Consumer<Problem> problems;
  private final RowCodec codec = new RowCodec();
  private long records;
  private long bytes;
  private long newestStamp;
  private boolean trimmed;
  private long knownFrom;

  LogInspection(
      Snapshot store, Inspection.Located table, KeyCodec keys, Consumer<Problem> problems) {
    this.store = store;
    this.table = table;
    this.definition = table.definition();
    this.keys = keys;
    this.problems = problems;
  }

  long records() {
    return records;
  }

  long bytes() {
    return bytes;
  }

  /** Returns the stamp of the newest record. */
  long newestStamp() {
    return newestStamp;
  }

  /** Returns the time since which every change has left a record that is still there. */
  long knownFrom() {
    return knownFrom;
  }

  /** Tells whether a row without a record before its first cannot have been there. */
  boolean beginsWithTable() {
    return definition.stream().enabledMicros() == definition.creationMicros()
        && !trimmed
        && versionsChanged() == Long.MIN_VALUE;
  }

  /** Looks at the form of all records. */
  void run() {
    knownFrom = Math.max(definition.stream().enabledMicros(), versionsChanged());
    for (ShardDefinition shard : definition.shards()) {
      byte[] trim = store.get(KeySpace.trimmed(shard.number()));
      if (trim != null) {
        trimmed = true;
        knownFrom = Math.max(knownFrom, KeySpace.toLong(trim));
      }
      long last = shard.createdMicros();
      byte[] prefix = KeySpace.segments(shard.number());
      try (Cursor cursor = store.ascending(prefix, KeySpace.after(prefix))) {
        while (cursor.next()) {
          last = look(shard, cursor.key(), cursor.value(), last);
        }
      }
      newestStamp = Math.max(newestStamp, last);
    }
  }

  private long look(ShardDefinition shard, byte[] key, byte[] value, long last) {
    bytes += value.length;
    try {
      Segment.Stored segment = Segment.Stored.of(key, value);
      if (segment.firstStamp() <= last) {
        throw new IllegalStateException("its stamps do not rise");
      }
      List<RowReplay.Change> changes = changes(segment);
      for (RowReplay.Change change : changes) {
        keys.encode(change.row().primaryKey());
      }
      records += changes.size();
      return segment.lastStamp();
    } catch (RuntimeException e) {
      long stamp = KeySpace.lastStamp(key);
      problems.accept(
          new Problem(
              "Changes of %s up to %s cannot be read (%s).".formatted(table, time(stamp), e),
              "The changes of shard '%s' up to then are no longer delivered.".formatted(shard.id()),
              batch -> cut(batch, shard, stamp)));
      return Math.max(last, stamp);
    }
  }

  /** Hands out every change that can be read, each key's in the order they were made. */
  void forEachChange(BiConsumer<byte[], RowReplay.Change> consumer) {
    long from = versionsChanged();
    for (ShardDefinition shard : definition.shards()) {
      byte[] prefix = KeySpace.segments(shard.number());
      try (Cursor cursor = store.ascending(prefix, KeySpace.after(prefix))) {
        while (cursor.next()) {
          for (RowReplay.Change change : readable(cursor.key(), cursor.value())) {
            if (change.stamp() > from) {
              consumer.accept(keys.encode(change.row().primaryKey()), change);
            }
          }
        }
      }
    }
  }

  /** Returns when it last changed which versions are kept: what is older cannot be replayed. */
  private long versionsChanged() {
    byte[] changed = store.get(KeySpace.versionsChanged(definition.id()));
    return changed == null ? Long.MIN_VALUE : KeySpace.toLong(changed);
  }

  private List<RowReplay.Change> readable(byte[] key, byte[] value) {
    try {
      return changes(Segment.Stored.of(key, value));
    } catch (RuntimeException known) {
      return List.of();
    }
  }

  private List<RowReplay.Change> changes(Segment.Stored segment) {
    ByteReader in = new ByteReader(segment.value(), segment.bodyOffset());
    List<RowReplay.Change> changes = new ArrayList<>();
    while (in.hasMore()) {
      RecordReader.Stored record = RecordReader.read(in);
      Row row = codec.decodeRow(UnsafeByteOperations.unsafeWrap(record.row()));
      long stamp = segment.firstStamp() + changes.size();
      if (row.sequenceInfo().isEmpty() || row.sequenceInfo().get().timestampMicros() != stamp) {
        throw new IllegalStateException("a record has the stamp of another");
      }
      changes.add(new RowReplay.Change(record.type(), row, stamp));
    }
    if (changes.size() != segment.records()) {
      throw new IllegalStateException(
          "it has %d records instead of %d".formatted(changes.size(), segment.records()));
    }
    return changes;
  }

  /** Cuts the open shard of a partition key, so that it is delivered from a time on. */
  void cutAt(WriteBatch batch, Value partitionKey, long stamp) {
    List<ShardLog> logs = new ArrayList<>();
    definition.shards().forEach(shard -> logs.add(new ShardLog(shard, stamp)));
    ShardDefinition shard = new ShardMap(definition, logs).owner(partitionKey).definition();
    cut(batch, shard, Math.max(stamp, newestStamp));
  }

  private static void cut(WriteBatch batch, ShardDefinition shard, long stamp) {
    long number = shard.number();
    batch.deleteRange(KeySpace.segments(number), KeySpace.segment(number, stamp + 1));
    batch.put(KeySpace.trimmed(number), KeySpace.ofLong(stamp));
  }

  private static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }
}
