package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.Row;
import io.millrace.cli.console.Listing;
import io.millrace.cli.console.ListingFormat;
import io.millrace.cli.rows.CellType;
import io.millrace.cli.rows.KeyJson;
import io.millrace.cli.rows.RowJson;
import io.millrace.cli.rows.RowSchema;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Rows as a person or a program reads them; in JSON they are as the vendor's command line writes
 * them.
 */
final class RowText {
  private RowText() {}

  /** So many rows in words. */
  static String count(long rows) {
    return rows == 1 ? "1 row" : String.format(Locale.ROOT, "%,d rows", rows);
  }

  /** Shows one row, a line for each of its cells. */
  static void print(Row row, FormatOption format, PrintWriter out) {
    if (format.format == ListingFormat.json) {
      out.println(RowJson.write(row.getPrimaryKey(), row.getColumns()));
      out.flush();
      return;
    }
    Listing listing =
        new Listing(
            List.of(
                Listing.Column.whole("column", "Column"),
                Listing.Column.whole("type", "Type"),
                Listing.Column.of("value", "Value"),
                Listing.Column.whole("time", "Time")));
    for (PrimaryKeyColumn column : row.getPrimaryKey().getPrimaryKeyColumns()) {
      listing.add(column.getName(), "key", KeyJson.text(column), null);
    }
    for (Column cell : row.getColumns()) {
      listing.add(
          cell.getName(),
          cell.getValue().getType().name().toLowerCase(Locale.ROOT),
          CellType.format(cell.getValue()),
          Instant.ofEpochMilli(cell.getTimestamp()));
    }
    format.print(listing, out);
  }

  /** Shows rows of one table, a line for each. */
  static void print(Iterator<Row> rows, RowSchema schema, FormatOption format, PrintWriter out) {
    if (format.format == ListingFormat.json) {
      String separator = "[\n";
      while (rows.hasNext()) {
        Row row = rows.next();
        out.print(separator + RowJson.write(row.getPrimaryKey(), row.getColumns()));
        separator = ",\n";
      }
      out.println(separator.startsWith("[") ? "[]" : "\n]");
      out.flush();
      return;
    }
    List<Row> all = new ArrayList<>();
    rows.forEachRemaining(all::add);
    Set<String> names = new LinkedHashSet<>();
    schema.key().forEach(column -> names.add(column.name()));
    for (Row row : all) {
      for (Column cell : row.getColumns()) {
        names.add(cell.getName());
      }
    }
    Listing listing =
        new Listing(names.stream().map(name -> Listing.Column.of(name, name)).toList());
    for (Row row : all) {
      listing.add(names.stream().map(name -> text(row, name)).toArray());
    }
    format.print(listing, out);
  }

  /** The latest value of a column, or null. */
  static String text(Row row, String column) {
    PrimaryKeyColumn key = row.getPrimaryKey().getPrimaryKeyColumn(column);
    if (key != null) {
      return KeyJson.text(key);
    }
    Column cell = row.getLatestColumn(column);
    return cell == null ? null : CellType.format(cell.getValue());
  }
}
