package io.millrace.cli.load;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import io.millrace.cli.rows.FileRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows of one request: at most 200, of different keys, and below the service's 4 MB with room for
 * what surrounds the values.
 */
final class Batch {
  static final int MOST_ROWS = 200;
  static final long MOST_BYTES = 3_500_000;

  private final List<FileRow> rows = new ArrayList<>(MOST_ROWS);
  private final Set<PrimaryKey> keys = new HashSet<>(2 * MOST_ROWS);
  private long bytes;

  /** Adds the row if there is room for it; there always is in an empty batch. */
  boolean add(FileRow row) {
    long size = row.change().getDataSize();
    PrimaryKey key = row.change().getPrimaryKey();
    if (!rows.isEmpty() && (rows.size() == MOST_ROWS || bytes + size > MOST_BYTES)) {
      return false;
    }
    if (!isAutomatic(key) && !keys.add(key)) {
      return false;
    }
    rows.add(row);
    bytes += size;
    return true;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  List<FileRow> rows() {
    return rows;
  }

  /** Whether the service completes the key, so that equal placeholders are different rows. */
  private static boolean isAutomatic(PrimaryKey key) {
    for (PrimaryKeyColumn column : key.getPrimaryKeyColumns()) {
      if (column.getValue().isPlaceHolderForAutoIncr()) {
        return true;
      }
    }
    return false;
  }
}
