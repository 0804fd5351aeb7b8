package io.millrace.cli.rows;

import io.millrace.cli.rows.RowSchema.KeyColumn;
import java.util.List;
import java.util.Map;

/** The first line of a CSV file: which field holds which column of the table. */
final class CsvHeader {
  private final List<String> columns;
  private final int[] keyFields;

  /**
   * Checks that the columns can be rows of {@code schema}.
   *
   * @throws IllegalArgumentException if not, with the reason
   */
  CsvHeader(List<String> columns, RowSchema schema, ColumnTypes given) {
    this.columns = List.copyOf(columns);
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      if (column.isEmpty()) {
        throw new IllegalArgumentException(
            "column " + (i + 1) + " has no name; the first line names the columns");
      }
      if (columns.indexOf(column) < i) {
        throw new IllegalArgumentException(
            "the column '" + column + "' is named twice; rename or remove one");
      }
    }
    this.keyFields = schema.key().stream().mapToInt(column -> field(column, schema)).toArray();
    checkTypes(schema, given);
  }

  /** The field of the key's column at {@code position}, or -1 if the service chooses its value. */
  int keyField(int position) {
    return keyFields[position];
  }

  List<String> columns() {
    return columns;
  }

  private int field(KeyColumn column, RowSchema schema) {
    int field = columns.indexOf(column.name());
    if (field < 0 && !column.autoIncrement()) {
      throw new IllegalArgumentException(
          "the key column '"
              + column.name()
              + "' of table '"
              + schema.table()
              + "' is not among the columns "
              + String.join(", ", columns)
              + "; the first line names the columns, and the key is "
              + schema.describeKey());
    }
    return field;
  }

  private void checkTypes(RowSchema schema, ColumnTypes given) {
    for (Map.Entry<String, CellType> type : given.types().entrySet()) {
      if (!columns.contains(type.getKey())) {
        throw new IllegalArgumentException(
            "there is no column '"
                + type.getKey()
                + "', to which a type was given; the columns are "
                + String.join(", ", columns));
      }
      KeyColumn key = schema.keyColumn(type.getKey());
      if (key != null && key.type() != type.getValue()) {
        throw new IllegalArgumentException(
            "the key column '"
                + key.name()
                + "' was given the type "
                + type.getValue().label()
                + ", but the table has it as "
                + key.type().label());
      }
    }
  }
}
