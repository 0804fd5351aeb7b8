package io.millrace.local.engine;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.LostRange;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.WriteBatch;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Says what ranges of keys that could not be read held, and ends the logs that have a gap there.
 */
final class LostContents {

  private final KeyValueStore store;

  LostContents(KeyValueStore store) {
    this.store = store;
  }

  void cutLogs(List<LostRange> lost, Consumer<String> say) {
    if (lost.isEmpty()) {
      return;
    }
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor =
            snapshot.ascending(KeySpace.allTables(), KeySpace.after(KeySpace.allTables()))) {
      while (cursor.next()) {
        String instance = KeySpace.instanceOfTable(cursor.key());
        TableDefinition table;
        try {
          table = DefinitionCodec.decode(cursor.value());
        } catch (RuntimeException toldLater) {
          continue;
        }
        for (LostRange range : lost) {
          table(new Inspection.Located(instance, table), range, say);
        }
      }
    }
    for (LostRange range : lost) {
      if (overlaps(range, KeySpace.instances(), KeySpace.after(KeySpace.allTables()))) {
        say.accept("Definitions of tables may be lost.");
      }
      if (overlaps(range, KeySpace.allCopies(), KeySpace.after(KeySpace.restores()))) {
        say.accept("Snapshots may be lost.");
      }
      if (overlaps(range, KeySpace.services(), KeySpace.after(KeySpace.services()))) {
        say.accept("Tunnels may be lost.");
      }
    }
  }

  private void table(Inspection.Located table, LostRange range, Consumer<String> say) {
    TableDefinition definition = table.definition();
    byte[] rows = KeySpace.rows(definition.id());
    if (overlaps(range, rows, KeySpace.after(rows))) {
      KeyCodec keys = new KeyCodec(definition.id(), definition.schema().key());
      say.accept(
          "Rows of %s %s are lost, but for those that the change log has."
              .formatted(table, between(keys, range, rows)));
    }
    for (ShardDefinition shard : definition.shards()) {
      byte[] segments = KeySpace.segments(shard.number());
      byte[] end = KeySpace.after(segments);
      if (overlaps(range, segments, end)) {
        cut(table, shard, range, end, say);
      }
    }
  }

  private void cut(
      Inspection.Located table,
      ShardDefinition shard,
      LostRange range,
      byte[] end,
      Consumer<String> say) {
    boolean ends = range.before().length > 0 && Arrays.compareUnsigned(range.before(), end) < 0;
    long next = ends ? KeySpace.lastStamp(range.before()) - 1 : newest(table.definition());
    WriteBatch batch = new WriteBatch();
    batch.deleteRange(
        KeySpace.segments(shard.number()), KeySpace.segment(shard.number(), next + 1));
    batch.put(KeySpace.trimmed(shard.number()), KeySpace.ofLong(next));
    store.write(batch, Durability.SYNCED);
    say.accept(
        "Changes of %s are lost: those of shard '%s' up to there are no longer delivered."
            .formatted(table, shard.id()));
  }

  /** A stamp that is after all that a lost end of a log can have had. */
  private long newest(TableDefinition table) {
    long newest = table.stream().enabledMicros();
    byte[] rows = KeySpace.rows(table.id());
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.ascending(rows, KeySpace.after(rows))) {
      while (cursor.next()) {
        newest = Math.max(newest, StoredRow.decode(cursor.value()).touched() * 1000 + 999);
      }
    }
    return newest;
  }

  private static String between(KeyCodec keys, LostRange range, byte[] rows) {
    boolean after = startsWith(range.after(), rows);
    boolean before = startsWith(range.before(), rows);
    String text = after ? "after " + KeyText.of(keys, range.after()) : "";
    if (before) {
      text += (after ? " and " : "") + "before " + KeyText.of(keys, range.before());
    }
    return text.isEmpty() ? "from the first to the last" : text;
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static boolean overlaps(LostRange range, byte[] from, byte[] to) {
    return Arrays.compareUnsigned(range.after(), to) < 0
        && (range.before().length == 0 || Arrays.compareUnsigned(range.before(), from) > 0);
  }
}
