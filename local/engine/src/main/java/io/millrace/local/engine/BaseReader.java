package io.millrace.local.engine;

import io.millrace.local.engine.log.BasePage;
import io.millrace.local.engine.log.BaseRange;
import io.millrace.local.engine.log.Chunk;
import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.protocol.model.PrimaryKey;
import java.util.ArrayList;
import java.util.List;

/** Reads the rows of a table as records, for who wants all that is there before what changes. */
final class BaseReader {

  /** How many keys are looked at for each range, at least, to find where it ends. */
  private static final int SAMPLE_OF_RANGE = 100;

  private final KeyValueStore store;
  private final ServerTime time;

  BaseReader(KeyValueStore store, ServerTime time) {
    this.store = store;
    this.time = time;
  }

  /** Divides the rows of a table into so many ranges of about the same number of rows. */
  List<BaseRange> divide(Table table, int ranges) {
    long id = table.definition().id();
    byte[] from = KeySpace.rows(id);
    byte[] to = KeySpace.after(from);
    List<byte[]> sample = new ArrayList<>();
    long stride = 1;
    long rows = 0;
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.ascending(from, to)) {
      while (cursor.next()) {
        if (rows++ % stride == 0) {
          sample.add(cursor.key());
          if (sample.size() == 2 * ranges * SAMPLE_OF_RANGE) {
            sample = everyOther(sample);
            stride *= 2;
          }
        }
      }
    }
    List<BaseRange> result = new ArrayList<>();
    byte[] start = from;
    for (int i = 1; i <= ranges; i++) {
      byte[] end = i == ranges || rows == 0 ? to : sample.get(sample.size() * i / ranges);
      result.add(new BaseRange(id, start, end));
      start = end;
    }
    return result;
  }

  private static List<byte[]> everyOther(List<byte[]> keys) {
    List<byte[]> kept = new ArrayList<>();
    for (int i = 0; i < keys.size(); i += 2) {
      kept.add(keys.get(i));
    }
    return kept;
  }

  /**
   * Reads rows from a position on, whole ones, at least one if there is one.
   *
   * @param position null for the start of the range
   */
  BasePage read(Table table, BaseRange range, byte[] position, int maxRecords, int maxBytes) {
    byte[] from = position == null ? range.from() : position;
    ByteWriter out = new ByteWriter(Math.min(maxBytes, 1 << 16));
    RecordWriter records = new RecordWriter();
    long nowMillis = time.millis();
    int count = 0;
    byte[] next = null;
    try (Snapshot snapshot = store.snapshot();
        Cursor cursor = snapshot.ascending(from, range.to())) {
      while (cursor.next()) {
        if (count == maxRecords || (count > 0 && out.length() >= maxBytes)) {
          next = cursor.key();
          break;
        }
        StoredRow row = LiveRow.of(StoredRow.decode(cursor.value()), table.options(), nowMillis);
        if (row != null) {
          PrimaryKey key = table.keys().decode(cursor.key());
          records.appendBase(out, key, row.cells());
          count++;
        }
      }
    }
    byte[] bytes = out.toByteArray();
    List<Chunk> chunks = count == 0 ? List.of() : List.of(new Chunk(bytes, 0, bytes.length));
    return new BasePage(chunks, count, bytes.length, next);
  }
}
