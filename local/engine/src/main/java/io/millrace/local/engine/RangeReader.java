package io.millrace.local.engine;

import io.millrace.local.engine.row.Capacity;
import io.millrace.local.engine.row.RangePage;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ReadErrors;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.List;

/** Reads ranges of rows, a page at a time. */
final class RangeReader {

  private final KeyValueStore store;
  private final ServerTime time;

  RangeReader(KeyValueStore store, ServerTime time) {
    this.store = store;
    this.time = time;
  }

  /** Refuses what is wrong with a query whatever its table is. */
  static void check(RangeQuery query) {
    ReadCheck.check(query.read());
    if (!ReadCheck.hasVersions(query.read())) {
      throw ReadErrors.noVersionCondition();
    }
    if (query.limit() < 0) {
      throw ReadErrors.limit();
    }
    checkEnd(query.start());
    checkEnd(query.end());
  }

  private static void checkOrder(RangeQuery query) {
    int order = query.start().compareTo(query.end());
    if (query.forward() && order >= 0) {
      throw ReadErrors.beginNotLess();
    }
    if (!query.forward() && order <= 0) {
      throw ReadErrors.beginNotMore();
    }
  }

  private static void checkEnd(PrimaryKey end) {
    WriteCheck.checkKeySize(end);
    for (int i = 0; i < end.size(); i++) {
      if (end.value(i) == Value.AUTO_INCREMENT) {
        throw RowErrors.autoIncrementInRead();
      }
      if (end.value(i).size() > Limits.PRIMARY_KEY_VALUE_SIZE) {
        throw RowErrors.primaryKeyTooLong(end.name(i), end.value(i).size());
      }
    }
  }

  RangePage read(Table table, RangeQuery query) {
    try (Snapshot snapshot = store.snapshot()) {
      return read(table, query, snapshot);
    }
  }

  RangePage read(Table table, RangeQuery query, Snapshot snapshot) {
    table.checkKey(query.start());
    table.checkKey(query.end());
    checkOrder(query);
    RowReader reader = new RowReader(query.read(), table, time.millis());
    int limit = query.limit() == 0 ? Integer.MAX_VALUE : query.limit();
    List<Row> rows = new ArrayList<>();
    PrimaryKey next = null;
    int scanned = 0;
    try (Cursor cursor = open(snapshot, table.keys(), query)) {
      while (cursor.next()) {
        PrimaryKey key = table.keys().decode(cursor.key());
        if (rows.size() == limit
            || scanned == Limits.RANGE_PAGE_ROWS
            || reader.pageBytes() >= Limits.RANGE_PAGE_SIZE) {
          next = key;
          break;
        }
        scanned++;
        Row row = reader.read(key, cursor.value());
        if (row != null) {
          rows.add(row);
        }
      }
    }
    return new RangePage(rows, next, Capacity.ofRead(reader.bytesRead()));
  }

  private static Cursor open(Snapshot snapshot, KeyCodec keys, RangeQuery query) {
    return query.forward()
        ? snapshot.ascending(keys.lowerBound(query.start()), keys.lowerBound(query.end()))
        : snapshot.descending(keys.upperBound(query.end()), keys.upperBound(query.start()));
  }
}
