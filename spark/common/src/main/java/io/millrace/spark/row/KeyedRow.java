package io.millrace.spark.row;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import java.util.HexFormat;
import java.util.StringJoiner;

/** A row to write. */
public final class KeyedRow {

  private final PrimaryKey key;
  private final ColumnValue[] values;
  private final int size;

  /**
   * A row to write.
   *
   * @param key its key
   * @param values its other values, in the order of {@link RowEncoder#attributes}; null for NULL
   * @param size its data in bytes, as the service counts it
   */
  public KeyedRow(PrimaryKey key, ColumnValue[] values, int size) {
    this.key = key;
    this.values = values;
    this.size = size;
  }

  public PrimaryKey key() {
    return key;
  }

  /** The values that are not of the key; not copied. */
  public ColumnValue[] values() {
    return values;
  }

  public int size() {
    return size;
  }

  /** This row with the columns that another, later row of the key sets. */
  public KeyedRow updatedBy(KeyedRow later) {
    ColumnValue[] merged = values.clone();
    for (int i = 0; i < merged.length; i++) {
      if (later.values[i] != null) {
        merged[i] = later.values[i];
      }
    }
    // The size is an upper bound now, which is all that requests need of it.
    return new KeyedRow(key, merged, size + later.size);
  }

  /** Whether the row is its key and nothing else. */
  public boolean isBare() {
    for (ColumnValue value : values) {
      if (value != null) {
        return false;
      }
    }
    return true;
  }

  /** The key as an error shows it. */
  public String shownKey() {
    StringJoiner shown = new StringJoiner(", ", "(", ")");
    for (PrimaryKeyColumn column : key.getPrimaryKeyColumns()) {
      shown.add(column.getName() + "=" + show(column.getValue()));
    }
    return shown.toString();
  }

  private static String show(PrimaryKeyValue value) {
    if (value.getType() == PrimaryKeyType.STRING) {
      return "'" + value.asString() + "'";
    }
    if (value.getType() == PrimaryKeyType.BINARY) {
      return "X'" + HexFormat.of().withUpperCase().formatHex(value.asBinary()) + "'";
    }
    return Long.toString(value.asLong());
  }
}
