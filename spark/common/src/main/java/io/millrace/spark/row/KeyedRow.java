package io.millrace.spark.row;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import io.millrace.protocol.error.Limits;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.StringJoiner;

/** A row to write. */
public final class KeyedRow {

  /** Stands among the values for a column that an update removes; compared as an object. */
  public static final ColumnValue REMOVED = ColumnValue.fromString("");

  /** How much of a value is shown that is too long to be shown. */
  private static final int SHOWN_LENGTH = 256;

  private final RowKind kind;
  private final PrimaryKey key;
  private final ColumnValue[] values;
  private final int size;
  private final Object identity;

  /**
   * A row to write.
   *
   * @param kind what it does to the row of its key
   * @param key its key
   * @param values its other values, in the order of {@link RowEncoder#attributes}; null for a
   *     column it says nothing of, {@link #REMOVED} for one that an update removes
   * @param size its data in bytes, as the service counts it
   */
  public KeyedRow(RowKind kind, PrimaryKey key, ColumnValue[] values, int size) {
    this.kind = kind;
    this.key = key;
    this.values = values;
    this.size = size;
    identity = isGivenByService(key) ? this : key;
  }

  private static boolean isGivenByService(PrimaryKey key) {
    for (PrimaryKeyColumn column : key.getPrimaryKeyColumns()) {
      if (column.getValue().isPlaceHolderForAutoIncr()) {
        return true;
      }
    }
    return false;
  }

  public RowKind kind() {
    return kind;
  }

  public PrimaryKey key() {
    return key;
  }

  /** What tells rows of one key: the key, or the row itself when the service makes its key. */
  public Object identity() {
    return identity;
  }

  /** The values that are not of the key; not copied. */
  public ColumnValue[] values() {
    return values;
  }

  public int size() {
    return size;
  }

  /** The row that does what this one and then another of the same key do. */
  public KeyedRow followedBy(KeyedRow later) {
    if (later.kind != RowKind.UPDATE || (kind == RowKind.DELETE && later.onlyRemoves())) {
      return later.kind == RowKind.UPDATE ? this : later;
    }
    ColumnValue[] merged = kind == RowKind.DELETE ? new ColumnValue[values.length] : values.clone();
    for (int i = 0; i < merged.length; i++) {
      if (later.values[i] != null) {
        merged[i] = later.values[i];
      }
      if (kind != RowKind.UPDATE && isRemoval(merged[i])) {
        merged[i] = null;
      }
    }
    // The size is an upper bound now, which is all that requests need of it.
    return new KeyedRow(
        kind == RowKind.UPDATE ? RowKind.UPDATE : RowKind.PUT, key, merged, size + later.size);
  }

  /** Whether a value stands for a column that is removed. */
  @SuppressWarnings("ReferenceEquality") // An empty text is a value like any other.
  public static boolean isRemoval(ColumnValue value) {
    return value == REMOVED;
  }

  private boolean onlyRemoves() {
    return !isBare() && Arrays.stream(values).allMatch(v -> v == null || isRemoval(v));
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

  /**
   * Whether the row must only come to exist. An update has to name a column; a bare key is put
   * instead, unless that would take away what a row of the key has.
   */
  public boolean onlyIfAbsent() {
    return kind == RowKind.UPDATE && isBare();
  }

  /** The key as an error shows it. */
  public String shownKey() {
    return show(key);
  }

  /** A key as an error shows it. */
  static String show(PrimaryKey key) {
    StringJoiner shown = new StringJoiner(", ", "(", ")");
    for (PrimaryKeyColumn column : key.getPrimaryKeyColumns()) {
      shown.add(column.getName() + "=" + show(column.getValue()));
    }
    return shown.toString();
  }

  /** Values that no key can have may be very long. */
  private static String beginning(String text) {
    return text.length() <= 2 * Limits.PRIMARY_KEY_VALUE_SIZE
        ? text
        : text.substring(0, SHOWN_LENGTH) + "...";
  }

  private static String show(PrimaryKeyValue value) {
    if (value.isPlaceHolderForAutoIncr()) {
      return "given by the service";
    }
    if (value.getType() == PrimaryKeyType.STRING) {
      return "'" + beginning(value.asString()) + "'";
    }
    if (value.getType() == PrimaryKeyType.BINARY) {
      return "X'" + beginning(HexFormat.of().withUpperCase().formatHex(value.asBinary())) + "'";
    }
    return Long.toString(value.asLong());
  }
}
