package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.Row;
import io.millrace.cli.rows.ColumnTypes;
import io.millrace.cli.rows.CsvWriter;
import io.millrace.cli.rows.RowJson;
import io.millrace.cli.rows.RowSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes rows as files that import reads, in bounded memory. */
final class RowExport {
  private RowExport() {}

  /** Writes one row on each line and returns how many. */
  static long json(Iterator<Row> rows, Writer out) throws IOException {
    long count = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      out.write(RowJson.write(row.getPrimaryKey(), row.getColumns()));
      out.write('\n');
      count++;
    }
    return count;
  }

  /**
   * Writes a header and the values, and returns how many rows.
   *
   * @param columns the attribute columns, or null for all that any row has; those are known only
   *     after the last row, so the rows pass through a temporary file
   */
  static long csv(Iterator<Row> rows, RowSchema schema, List<String> columns, Writer out)
      throws IOException {
    if (columns != null) {
      return csv(rows, header(schema, columns), out);
    }
    Path spool = Files.createTempFile("millrace-export-", ".tmp");
    try {
      Set<String> names = new TreeSet<>();
      try (Writer lines = Files.newBufferedWriter(spool, StandardCharsets.UTF_8)) {
        json(noting(rows, names), lines);
      }
      try (BufferedReader lines = Files.newBufferedReader(spool, StandardCharsets.UTF_8)) {
        return csv(reading(lines, schema), header(schema, names), out);
      }
    } finally {
      Files.deleteIfExists(spool);
    }
  }

  private static long csv(Iterator<Row> rows, List<String> header, Writer out) throws IOException {
    CsvWriter csv = new CsvWriter(out, header);
    long count = 0;
    while (rows.hasNext()) {
      Row row = rows.next();
      List<String> values = new ArrayList<>(header.size());
      for (String column : header) {
        values.add(RowText.text(row, column));
      }
      csv.write(values);
      count++;
    }
    return count;
  }

  private static List<String> header(RowSchema schema, Iterable<String> columns) {
    List<String> header = new ArrayList<>();
    schema.key().forEach(column -> header.add(column.name()));
    for (String column : columns) {
      if (!header.contains(column)) {
        header.add(column);
      }
    }
    return header;
  }

  private static Iterator<Row> noting(Iterator<Row> rows, Set<String> names) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        Row row = rows.next();
        for (Column cell : row.getColumns()) {
          names.add(cell.getName());
        }
        return row;
      }
    };
  }

  private static Iterator<Row> reading(BufferedReader lines, RowSchema schema) {
    return lines
        .lines()
        .map(
            line -> {
              var change = RowJson.parse(line, schema, ColumnTypes.NONE, false);
              return new Row(change.getPrimaryKey(), change.getColumnsToPut());
            })
        .iterator();
  }
}
