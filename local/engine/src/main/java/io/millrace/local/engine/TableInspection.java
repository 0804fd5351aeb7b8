package io.millrace.local.engine;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.PrimaryKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Looks at the rows of one table, and whether its change log leads to them. */
final class TableInspection {

  /** So much of a log is replayed at a time, to bound the memory; keys take turns. */
  private static final long LOG_BYTES_PER_PASS = 64L << 20;

  private final Snapshot store;
  private final Inspection.Located table;
  private final TableDefinition definition;
  private final KeyCodec keys;
  private final LogInspection log;
  private final Consumer<Problem> problems;
  private final long nowMicros;
  private long rows;
  private long newestTouched = Long.MIN_VALUE;
  private long highestCounted;

  TableInspection(
      Snapshot store, Inspection.Located table, long nowMicros, Consumer<Problem> problems) {
    this.store = store;
    this.table = table;
    this.definition = table.definition();
    this.keys = new KeyCodec(definition.id(), definition.schema().key());
    this.log = new LogInspection(store, table, keys, problems);
    this.problems = problems;
    this.nowMicros = nowMicros;
  }

  long rows() {
    return rows;
  }

  long records() {
    return log.records();
  }

  void run() {
    forEachRow(this::look);
    counter();
    if (definition.stream() == null) {
      return;
    }
    log.run();
    int passes = (int) (1 + log.bytes() / LOG_BYTES_PER_PASS);
    for (int pass = 0; pass < passes; pass++) {
      compare(pass, passes);
    }
  }

  private interface StoredEntry {
    void accept(byte[] key, byte[] value);
  }

  private void forEachRow(StoredEntry entry) {
    byte[] prefix = KeySpace.rows(definition.id());
    try (Cursor cursor = store.ascending(prefix, KeySpace.after(prefix))) {
      while (cursor.next()) {
        entry.accept(cursor.key(), cursor.value());
      }
    }
  }

  private void look(byte[] key, byte[] value) {
    rows++;
    try {
      PrimaryKey primaryKey = keys.decode(key);
      if (!Arrays.equals(keys.encode(primaryKey), key)) {
        throw new IllegalStateException("its key is not one of this table");
      }
      StoredRow row = StoredRow.decode(value);
      checkOrder(row.cells());
      newestTouched = Math.max(newestTouched, row.touched());
      int counted = definition.schema().autoIncrementIndex();
      if (counted >= 0 && primaryKey.value(counted) instanceof IntegerValue integer) {
        highestCounted = Math.max(highestCounted, integer.value());
      }
    } catch (RuntimeException e) {
      problems.accept(
          new Problem(
              "A row of %s cannot be read (%s).".formatted(table, e),
              "The row was removed.",
              batch -> batch.delete(key)));
    }
  }

  private static void checkOrder(Cell[] cells) {
    for (int i = 1; i < cells.length; i++) {
      int order = NameOrder.BY_BYTES.compare(cells[i - 1].name(), cells[i].name());
      if (order > 0 || (order == 0 && cells[i - 1].timestamp() <= cells[i].timestamp())) {
        throw new IllegalStateException("its cells are not in order");
      }
    }
  }

  private void counter() {
    byte[] key = KeySpace.autoIncrement(definition.id());
    byte[] counter = store.get(key);
    long stored = counter == null ? 0 : KeySpace.toLong(counter);
    if (stored < highestCounted) {
      problems.accept(
          new Problem(
              "The counter of %s stands at %d, below a row's %d."
                  .formatted(table, stored, highestCounted),
              "The counter was set to %d.".formatted(highestCounted),
              batch -> batch.put(key, KeySpace.ofLong(highestCounted))));
    }
  }

  private void compare(int pass, int passes) {
    Map<ByteBuffer, RowReplay> replays = new HashMap<>();
    log.forEachChange(
        (key, change) -> {
          ByteBuffer bytes = ByteBuffer.wrap(key);
          if (Math.floorMod(bytes.hashCode(), passes) == pass) {
            replays
                .computeIfAbsent(bytes, any -> new RowReplay(log.beginsWithTable()))
                .apply(change, definition.options().maxVersions());
          }
        });
    forEachRow(
        (key, value) -> {
          ByteBuffer bytes = ByteBuffer.wrap(key);
          if (Math.floorMod(bytes.hashCode(), passes) == pass) {
            compare(key, readable(value), replays.remove(bytes));
          }
        });
    replays.forEach((key, replay) -> compare(key.array(), null, replay));
  }

  /** Returns the row, or null if it was found to be unreadable before. */
  private static StoredRow readable(byte[] value) {
    try {
      return StoredRow.decode(value);
    } catch (RuntimeException known) {
      return null;
    }
  }

  private void compare(byte[] key, StoredRow row, RowReplay replay) {
    long lastStamp = replay == null ? log.knownFrom() : replay.lastStamp();
    boolean newer = row != null && Math.multiplyExact(row.touched(), 1000L) > lastStamp;
    if (newer) {
      problems.accept(
          new Problem(
              "The change log of %s lacks the last change of row %s."
                  .formatted(table, KeyText.of(keys, key)),
              "The changes of its shard up to then are no longer delivered.",
              batch -> log.cutAt(batch, keys.decode(key).value(0), row.touched() * 1000 + 999)));
      return;
    }
    long horizon = Math.max(nowMicros / 1000, Math.max(newestTouched, log.newestStamp() / 1000));
    if (replay != null && !replay.leadsTo(row, definition.options(), horizon)) {
      StoredRow restored = replay.onto(row);
      problems.accept(
          new Problem(
              "Row %s of %s is not what its change log says."
                  .formatted(KeyText.of(keys, key), table),
              restored == null ? "The row was removed." : "The row was restored from the log.",
              batch -> {
                if (restored == null) {
                  batch.delete(key);
                } else {
                  batch.put(key, restored.encode(new ByteWriter(256)));
                }
              }));
    }
  }
}
