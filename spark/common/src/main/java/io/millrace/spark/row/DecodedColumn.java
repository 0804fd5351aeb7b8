package io.millrace.spark.row;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What the decoder knows of one column name: where its value and its kind of change go. */
final class DecodedColumn {
  /** No column of the schema. */
  static final int NONE = -1;

  final String name;

  /** Where the value goes, and how; {@link #NONE} when only the kind of change is asked for. */
  int ordinal = NONE;

  DataType type;
  CellWriter writer;

  /** Where the kind of change goes, or {@link #NONE}. */
  int changeOrdinal = NONE;

  /** The number of the row that has a value here, so that nothing is cleared between rows. */
  long valueRow;

  /** The version of that value. */
  long version;

  /** Whether any value is taken as text. */
  boolean takesText;

  /** The number of the row whose newest value here is none of the column's. */
  long unfitRow;

  /** The number of the row that has a kind of change here. */
  long changeRow;

  DecodedColumn(String name) {
    this.name = name;
  }

  void holdsValue(int valueOrdinal, DataType valueType, boolean anyAsText) {
    ordinal = valueOrdinal;
    type = valueType;
    writer = CellWriter.of(valueType);
    takesText = anyAsText && valueType.equals(DataTypes.StringType);
  }
}
