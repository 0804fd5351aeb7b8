package io.millrace.cli.rows;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import io.millrace.cli.rows.RowSchema.KeyColumn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A CSV file whose first line names the columns. Key columns have the table's types, attribute
 * columns the given ones or, without, the one that all their values fit. An empty field is a column
 * that the row does not have; {@code ""} is an empty string.
 */
final class CsvRowFile extends RowFile {
  private final RowSchema schema;
  private final ColumnTypes given;
  private final Map<String, CellType> types;

  CsvRowFile(Path path, String name, RowSchema schema, ColumnTypes given, ColumnTypes known) {
    super(path, name);
    this.schema = schema;
    this.given = given;
    this.types = new LinkedHashMap<>(known.types());
    for (KeyColumn column : schema.key()) {
      types.put(column.name(), column.type());
    }
  }

  @Override
  public long check() throws IOException {
    long rows = 0;
    Map<String, TypeInference> open = new LinkedHashMap<>();
    try (CsvRecords records = new CsvRecords(this)) {
      CsvHeader header = header(records);
      for (String column : header.columns()) {
        if (!types.containsKey(column)) {
          open.put(column, new TypeInference());
        }
      }
      for (String[] fields = records.next(); fields != null; fields = records.next()) {
        checkFields(fields, header, open, records.line());
        rows++;
      }
    }
    open.forEach((column, inference) -> types.put(column, inference.type()));
    return rows;
  }

  @Override
  public Rows open() throws IOException {
    CsvRecords records = new CsvRecords(this);
    CsvHeader header = header(records);
    return new Rows() {
      @Override
      public FileRow next() throws IOException {
        String[] fields = records.next();
        return fields == null ? null : row(fields, header, records.line());
      }

      @Override
      public void close() throws IOException {
        records.close();
      }
    };
  }

  private CsvHeader header(CsvRecords records) throws IOException {
    try {
      return new CsvHeader(records.header(), schema, given);
    } catch (IllegalArgumentException e) {
      throw bad(records.line(), e.getMessage(), e);
    }
  }

  private void checkFields(
      String[] fields, CsvHeader header, Map<String, TypeInference> open, long line) {
    for (int i = 0; i < fields.length; i++) {
      String column = header.columns().get(i);
      TypeInference inference = open.get(column);
      if (fields[i] == null) {
        continue;
      }
      if (inference != null) {
        inference.observe(fields[i]);
      } else {
        value(column, fields[i], line);
      }
    }
    key(fields, header, line);
  }

  private FileRow row(String[] fields, CsvHeader header, long line) {
    RowPutChange change = new RowPutChange(schema.table(), key(fields, header, line));
    for (int i = 0; i < fields.length; i++) {
      String column = header.columns().get(i);
      if (fields[i] != null && schema.keyColumn(column) == null) {
        change.addColumn(column, value(column, fields[i], line));
      }
    }
    return new FileRow(line, change);
  }

  private PrimaryKey key(String[] fields, CsvHeader header, long line) {
    List<PrimaryKeyColumn> key = new ArrayList<>(schema.key().size());
    for (int i = 0; i < schema.key().size(); i++) {
      KeyColumn column = schema.key().get(i);
      String text = header.keyField(i) < 0 ? null : fields[header.keyField(i)];
      if (text != null) {
        key.add(column.of(value(column.name(), text, line)));
      } else if (column.autoIncrement()) {
        key.add(column.automatic());
      } else {
        throw bad(
            line,
            "the key column '"
                + column.name()
                + "' is empty; every row needs its key (\"\" is the empty string)",
            null);
      }
    }
    return new PrimaryKey(key);
  }

  private ColumnValue value(String column, String text, long line) {
    CellType type = types.get(column);
    try {
      return type.parse(text);
    } catch (IllegalArgumentException e) {
      throw bad(
          line,
          "the column '" + column + "' is of type " + type.label() + ", but " + e.getMessage(),
          e);
    }
  }
}
